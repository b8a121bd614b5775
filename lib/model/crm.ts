import type { FieldFault, MappedTexts } from './mapping.ts'
import type { ShownStatus } from './status.ts'
import type { Contact, Metrics } from './webinar.ts'

/** The two kinds of rows that run as webinars. */
export type WebinarKind = 'event' | 'session'

/** An event or a session in CRM, as far as it concerns a webinar. */
export type WebinarRow = {
  kind: WebinarKind
  /** The table's name, for messages that point to the row. */
  table: string
  id: string
  /** The format says that people attend online. */
  online: boolean
  /** Which product streams it: one of Microsoft's, which is not the connector's, or another one; undefined: none was chosen. */
  streaming: 'microsoft' | 'other' | undefined
  configuration: string | undefined
  webinarId: string | undefined
  /** Called off: whoever is registered no longer is. */
  cancelled: boolean
  /** Wall-clock start and end at the venue, ISO without a zone, e.g. `2026-05-12T16:00:00`. */
  start: string | undefined
  end: string | undefined
  /** The event itself; for a session the event it belongs to. Its time zone holds for both. */
  eventId: string
  /** The Dataverse time-zone code of the event: a session has none of its own. */
  timeZoneCode: number | undefined
}

/** An event or session as its planner wants it held, and what its row shows of the webinar. */
export type PlannedWebinar = WebinarRow & {
  /** Neither deactivated nor a template for others. */
  active: boolean
  createdOn: Date
  title: string
  owner: Owner | undefined
  description: string
  /** The provider's word for the kind of webinar that was chosen, or the value of a template. */
  type: string | undefined
  /** People may come in person as well. */
  hybrid: boolean
  /** Not published yet. */
  draft: boolean
  /** BCP 47, e.g. `de` or `zh-Hans`. */
  language: string | undefined
  /** The webinar as its row shows it: the links for the audience, and the columns as only CRM knows them. */
  shown: { links: readonly string[]; columns: Record<string, string> }
  etag: string
}

/** A webinar at a provider, as rows name it. */
export type WebinarPlace = { configuration: string; webinarId: string }

/** The event or session to which a webinar belongs. */
export type WebinarOwner = Pick<WebinarRow, 'kind' | 'table' | 'id'>

/** The environment for which a webinar was made: `unknown` where its mark names a row alone, which a copy has as well. */
export type MadeFor = 'own' | 'another' | 'unknown'

/** A webinar that was made for another environment, or may have been: no row here owns it. */
export type ForeignWebinar = { madeFor: Exclude<MadeFor, 'own'> }

/** The id of an environment, and those of the ones of which it took the place. */
export type Organizations = readonly [own: string, ...former: string[]]

/** Values that the connector writes of a webinar on its row. A part left out stays as it is. */
export type WebinarPatch = {
  webinarId?: string
  audienceUrl?: string | undefined
  presenterUrl?: string | undefined
  /** Empty takes it back, as the reason. */
  status?: string
  /** For the planner: one plain sentence, or a few. */
  reason?: string
}

/** One of the account's choices for a planner: a kind of webinar, a language. */
export type WebinarChoice = { value: string; name: string }

/** A row that shows such a choice on the form of events. */
export type WebinarTypeRow = WebinarChoice & { id: string }

/** The state of a registration: that of its status reason, unless the row is cancelled or deactivated. */
export type Standing = 'registered' | 'checked in' | 'waitlisted' | 'on hold' | 'cancelled' | 'unknown'

export type Registration = {
  kind: WebinarKind
  id: string
  standing: Standing
  createdOn: Date
  /** A session registration may have none. */
  contactId: string | undefined
  contact: Contact
  outcome: ShownStatus
  /** The personal link to the webinar as the row shows it; left out: the environment has no column for it. */
  joinLink?: string
  /** The texts that a mapping may need; left out: it was read without any. */
  texts?: MappedTexts
  /** Values of mapped fields, as the provider is to have them; left out: none is mapped. */
  fields?: Readonly<Record<string, string>>
  /** Why the provider would not take the person as the webinar's form is known; left out: nothing speaks against it. */
  faults?: readonly FieldFault[]
  /** The version of the row as it was read. */
  etag: string
}

/** A registration as attendance is matched with it. */
export type RegistrationKey = {
  id: string
  owner: Owner | undefined
  /** A session registration may have none. */
  contactId: string | undefined
  email: string
  providerId: string | undefined
  /** The event registration: itself, or the one a session registration belongs to. */
  eventRegistrationId: string | undefined
}

/** A user or a team to whom a row of CRM belongs. */
export type Owner = { kind: 'user' | 'team'; id: string }

/** News for somebody in the apps of Dynamics, with the words of its link. */
export type Notification = { title: string; body: string; link: string }

/** One attendee's presence as CRM keeps it. */
export type CheckIn = {
  id: string
  kind: WebinarKind
  eventRegistrationId: string
  sessionRegistrationId: string | undefined
  contactId: string | undefined
  eventId: string
  sessionId: string | undefined
  from: Date | undefined
  to: Date | undefined
  metrics: Metrics
}

/** A check-in to write. One that is there already keeps its owner. */
export type OwnedCheckIn = CheckIn & { owner: Owner | undefined }

/** A configuration row: what an administrator typed, and its state. */
export type ConfigurationRow = {
  id: string
  active: boolean
  providerName: string | undefined
  providerRow: string | undefined
  clientId: string
  accessTokenKey: string
  accessTokenSecret: string
  /** Of the last order about the account that the connector showed here; 0: none. */
  generation: number
  /** The user who changed it last, which may be the app's own. */
  modifiedBy: string | undefined
  /** For changing the row only as it was read. */
  etag: string
}
