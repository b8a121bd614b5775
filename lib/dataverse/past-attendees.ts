import type { Dataverse } from './client.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows } from './own-rows.ts'
import { select } from './selection.ts'
import { createStandingRows } from './standing-rows.ts'
import { tables } from './tables.ts'

/** Own rows about people in webinars, by what they are. An action goes with its attendee. */
const selections = {
  attendees: select(tables.attendee, ['id']),
  actions: select(tables.attendeeAction, ['id']),
  unmatched: select(tables.unmatchedAttendee, ['id']),
}
export type PastRows = keyof typeof selections

/** Attendees of webinars that ended long ago. */
export function createPastAttendees(
  dataverse: Pick<Dataverse, 'rows'>,
  definitions: OwnDefinitions,
  { deleteRows }: ReturnType<typeof createOwnRows>,
) {
  const standing = createStandingRows(dataverse, definitions)

  return {
    /**
     * The rows of an account whose webinar ended, by its wall clock, before that; where its event is gone, those that
     * were made before that. None where the environment lacks the table.
     */
    async *pastRows(rows: PastRows, configuration: string, before: Date): AsyncGenerator<string> {
      const account = `_wbc_configurationid_value eq ${configuration}`
      // An action names no account.
      const theirs = rows === 'actions' ? `wbc_AttendeeId/${account}` : account
      for (const ended of endedBefore(before.toISOString())) {
        for await (const { id } of standing(selections[rows], `${theirs} and ${ended}`)) yield id
      }
    },

    deletePastRows: (rows: PastRows, ids: readonly string[]) => deleteRows(selections[rows].table, ids),
  }
}

/** The rows of an event's own webinar have no session. */
function endedBefore(time: string) {
  return [
    `_wbc_sessionid_value eq null and wbc_EventId/msevtmgt_eventenddate lt ${time}`,
    `wbc_SessionId/msevtmgt_endtime lt ${time}`,
    `_wbc_sessionid_value eq null and _wbc_eventid_value eq null and createdon lt ${time}`,
  ]
}
