import type { RegistrationKey } from '../model/crm.ts'
import { ownerColumns, toOwner } from './owner.ts'
import { mapped, maybeRelated, type Selection, select } from './selection.ts'
import { tables } from './tables.ts'

const columns = ['id', '_msevtmgt_contactid_value', 'msevtmgt_webinarregistrationid', ...ownerColumns] as const
const emailOnly = select(tables.contact, ['emailaddress1'])

/** Registrations for events and sessions, as attendance is matched with them. */
export const eventRegistrationKey = mapped(
  select(tables.eventRegistration, columns, { contact: maybeRelated('msevtmgt_ContactId', emailOnly) }),
  (row) => toKey(row, row.id),
)
export const sessionRegistrationKey = mapped(
  select(tables.sessionRegistration, [...columns, '_msevtmgt_registrationid_value'], {
    contact: maybeRelated('msevtmgt_contactid', emailOnly),
  }),
  (row) => toKey(row, row._msevtmgt_registrationid_value),
)

type Row<S> = S extends Selection<infer Value> ? Value : never

function toKey(
  row: Row<ReturnType<typeof select<typeof tables.eventRegistration, (typeof columns)[number]>>> & {
    contact: Row<typeof emailOnly> | null
  },
  eventRegistrationId: string | null,
): RegistrationKey {
  return {
    id: row.id,
    owner: toOwner(row),
    contactId: row._msevtmgt_contactid_value ?? undefined,
    email: row.contact?.emailaddress1 ?? '',
    providerId: row.msevtmgt_webinarregistrationid ?? undefined,
    eventRegistrationId: eventRegistrationId ?? undefined,
  }
}
