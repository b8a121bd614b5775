import * as v from 'valibot'
import type { CheckIn } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { options } from './tables.ts'

const set = 'msevtmgt_checkins'
const table = 'msevtmgt_checkin'

const Lookup = v.optional(v.nullable(v.string()), null)
const When = v.optional(v.nullable(v.pipe(v.string(), v.toDate())), null)
const Count = v.optional(v.nullable(v.number()), null)
const Row = v.object({
  msevtmgt_checkinid: v.string(),
  _msevtmgt_registrationid_value: Lookup,
  _msevtmgt_sessionregistration_value: Lookup,
  _msevtmgt_contact_value: Lookup,
  _msevtmgt_event_value: Lookup,
  _msevtmgt_sessionattended_value: Lookup,
  msevtmgt_checkintime: When,
  msevtmgt_checkouttime: When,
  msevtmgt_viewingdurationinmins: Count,
  msevtmgt_numberofquestionsasked: Count,
})

export type CheckIns = ReturnType<typeof createCheckIns>

/** Check-ins: who was there, for how long. */
export function createCheckIns(dataverse: Dataverse) {
  return {
    /** The check-ins that stand in CRM for an event or session. */
    async *checkInsOf(kind: 'event' | 'session', webinarRow: string): AsyncGenerator<CheckIn> {
      const lookup = kind === 'event' ? '_msevtmgt_event_value' : '_msevtmgt_sessionattended_value'
      const filter = `${lookup} eq ${webinarRow} and msevtmgt_checkintype eq ${options.checkIn[kind]}`
      for await (const row of dataverse.rows(Row, set, { select: Object.keys(Row.entries), filter })) {
        yield {
          id: row.msevtmgt_checkinid,
          kind,
          eventRegistrationId: row._msevtmgt_registrationid_value ?? '',
          sessionRegistrationId: row._msevtmgt_sessionregistration_value ?? undefined,
          contactId: row._msevtmgt_contact_value ?? undefined,
          eventId: row._msevtmgt_event_value ?? '',
          sessionId: row._msevtmgt_sessionattended_value ?? undefined,
          from: row.msevtmgt_checkintime ?? undefined,
          to: row.msevtmgt_checkouttime ?? undefined,
          minutes: row.msevtmgt_viewingdurationinmins ?? 0,
          questions: row.msevtmgt_numberofquestionsasked ?? 0,
        }
      }
    },

    /** Creates or changes check-ins, all or none. Throws `Refused` if Dataverse takes offence at one of them. */
    async writeCheckIns(checkIns: readonly CheckIn[]) {
      await dataverse.upsertAll(set, table, checkIns.map(toRow))
    },
  }
}

function toRow(checkIn: CheckIn) {
  const { contactId, sessionId, sessionRegistrationId } = checkIn
  return {
    msevtmgt_checkinid: checkIn.id,
    msevtmgt_checkintype: options.checkIn[checkIn.kind],
    'msevtmgt_RegistrationId@odata.bind': `/msevtmgt_eventregistrations(${checkIn.eventRegistrationId})`,
    ...(contactId && { 'msevtmgt_Contact@odata.bind': `/contacts(${contactId})` }),
    'msevtmgt_Event@odata.bind': `/msevtmgt_events(${checkIn.eventId})`,
    ...(sessionId && { 'msevtmgt_SessionAttended@odata.bind': `/msevtmgt_sessions(${sessionId})` }),
    // Inferred name: no public document gives this navigation property's case.
    ...(sessionRegistrationId && {
      'msevtmgt_SessionRegistration@odata.bind': `/msevtmgt_sessionregistrations(${sessionRegistrationId})`,
    }),
    msevtmgt_checkintime: checkIn.from?.toISOString() ?? null,
    msevtmgt_checkouttime: checkIn.to?.toISOString() ?? null,
    msevtmgt_viewingdurationinmins: checkIn.minutes,
    msevtmgt_numberofquestionsasked: checkIn.questions,
  }
}
