import * as v from 'valibot'
import type { RegistrationKey } from '../model/crm.ts'
import { options, tables } from './tables.ts'
import { EventRow, eventColumns, SessionRow, sessionColumns, sessionExpand } from './webinars.ts'

const OptionalText = v.optional(v.nullable(v.string()))
const contactOf = (contact: { emailaddress1?: string | null | undefined } | null | undefined) =>
  contact?.emailaddress1?.trim() ?? ''
const ContactRow = v.optional(v.nullable(v.object({ emailaddress1: OptionalText })))
const online = (format: string) => `(${format} eq ${options.format.webinar} or ${format} eq ${options.format.hybrid})`
const keyColumns = { _msevtmgt_contactid_value: OptionalText, msevtmgt_webinarregistrationid: OptionalText }

/**
 * Where the two registration tables differ: set, id, lookups. Navigation properties are case-sensitive and differ in
 * case between the two tables (Microsoft's table reference).
 */
export const registrationTables = {
  event: {
    kind: 'event',
    table: tables.eventRegistration,
    set: 'msevtmgt_eventregistrations',
    id: 'msevtmgt_eventregistrationid',
    contact: 'msevtmgt_ContactId',
    webinar: 'msevtmgt_EventId',
    webinarLookup: '_msevtmgt_eventid_value',
    webinarExpand: `msevtmgt_EventId($select=${eventColumns.join(',')})`,
    webinarOnline: online('msevtmgt_EventId/msevtmgt_eventformat'),
    WebinarRow: EventRow,
    keyColumns: ['msevtmgt_eventregistrationid', ...Object.keys(keyColumns)],
    KeyRow: v.pipe(
      v.object({ ...keyColumns, msevtmgt_eventregistrationid: v.string(), msevtmgt_ContactId: ContactRow }),
      v.transform(
        (row): RegistrationKey => ({
          id: row.msevtmgt_eventregistrationid,
          contactId: row._msevtmgt_contactid_value ?? undefined,
          email: contactOf(row.msevtmgt_ContactId),
          providerId: row.msevtmgt_webinarregistrationid ?? undefined,
          eventRegistrationId: row.msevtmgt_eventregistrationid,
        }),
      ),
    ),
  },
  session: {
    kind: 'session',
    table: tables.sessionRegistration,
    set: 'msevtmgt_sessionregistrations',
    id: 'msevtmgt_sessionregistrationid',
    contact: 'msevtmgt_contactid',
    webinar: 'msevtmgt_SessionId',
    webinarLookup: '_msevtmgt_sessionid_value',
    webinarExpand: `msevtmgt_SessionId($select=${sessionColumns.join(',')};$expand=${sessionExpand})`,
    webinarOnline: online('msevtmgt_SessionId/msevtmgt_sessionformat'),
    WebinarRow: SessionRow,
    keyColumns: ['msevtmgt_sessionregistrationid', '_msevtmgt_registrationid_value', ...Object.keys(keyColumns)],
    KeyRow: v.pipe(
      v.object({
        ...keyColumns,
        msevtmgt_sessionregistrationid: v.string(),
        _msevtmgt_registrationid_value: OptionalText,
        msevtmgt_contactid: ContactRow,
      }),
      v.transform(
        (row): RegistrationKey => ({
          id: row.msevtmgt_sessionregistrationid,
          contactId: row._msevtmgt_contactid_value ?? undefined,
          email: contactOf(row.msevtmgt_contactid),
          providerId: row.msevtmgt_webinarregistrationid ?? undefined,
          eventRegistrationId: row._msevtmgt_registrationid_value ?? undefined,
        }),
      ),
    ),
  },
} as const

export type RegistrationTable = (typeof registrationTables)['event' | 'session']

export function registrationColumns(table: RegistrationTable) {
  return [
    table.id,
    'createdon',
    'statecode',
    'msevtmgt_iscanceled',
    'msevtmgt_syncedwithprovider',
    'msevtmgt_publishingstate',
    'msevtmgt_registrationstatus',
    'msevtmgt_webinarregistrationid',
  ]
}
