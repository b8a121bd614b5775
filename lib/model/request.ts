/** The kinds of work that people order by a row in Dynamics. */
export type RequestKind =
  | 'check'
  | 'resend'
  | 'backfill'
  | 'attendance'
  | 'types'
  | 'purge'
  | 'erase'
  | 'makeEvent'
  | 'revokeLink'
  | 'fields'
  | 'preview'
  | 'thisContact'
  | 'makeContact'
  | 'ignore'

/** A row that a request is about. */
export type RequestSubject = {
  kind:
    | ('event' | 'session' | 'eventRegistration' | 'sessionRegistration' | 'configuration')
    | ('foundWebinar' | 'contact' | 'unmatchedAttendee')
  table: string
  id: string
  /** Of an event, a session or a found webinar. */
  title: string | undefined
}

/** An order as its row in Dynamics shows it. */
export type RequestRow = {
  table: string
  id: string
  name: string
  /** Undefined: none was chosen, or one that this version does not know. */
  kind: RequestKind | undefined
  dryRun: boolean
  /** All rows that it names. */
  subjects: readonly RequestSubject[]
  /** `over`: it has its answer, or somebody deactivated it. */
  state: 'waiting' | 'running' | 'over'
  /** Whether anything was answered so far. */
  isAnswered: boolean
  /** In percent. */
  progress: number
  /** The run behind it. */
  run: string | undefined
  startedOn: Date | undefined
  finishedOn: Date | undefined
  createdOn: Date
  /** The user who ordered it. */
  createdBy: string | undefined
  etag: string
}

/** Values that the connector writes on the row of a request. A part left out stays as it is. */
export type RequestPatch = {
  name?: string
  state?: 'running' | 'done' | 'failed'
  answer?: string
  progress?: number
  run?: string
  startedOn?: Date
  finishedOn?: Date
}
