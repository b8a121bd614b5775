import type { Registration, RegistrationKey, Standing, WebinarKind, WebinarRow } from '../model/crm.ts'
import type { ShownStatus } from '../model/status.ts'
import { columnsOf, contactColumns, fieldsOf } from './field-columns.ts'
import type { MaybeLinked } from './link-column.ts'
import { options } from './options.ts'
import { eventRegistrationKey, sessionRegistrationKey } from './registration-keys.ts'
import { mapped, maybeRelated, related, type Selection, select } from './selection.ts'
import { joinLink } from './shared-columns.ts'
import { keysOf } from './table-definition.ts'
import { tables } from './tables.ts'
import { eventWebinar, sessionWebinar } from './webinars.ts'

const columns = [
  'id',
  'createdon',
  'statecode',
  'statuscode',
  'msevtmgt_iscanceled',
  'msevtmgt_syncedwithprovider',
  'msevtmgt_publishingstate',
  'msevtmgt_registrationstatus',
  'msevtmgt_webinarregistrationid',
  '_msevtmgt_contactid_value',
] as const
const linkedColumns = [...columns, ...keysOf(joinLink)] as const

const contact = select(tables.contact, Object.values(contactColumns), {
  company: maybeRelated('parentcustomerid_account', select(tables.account, ['name'])),
})

/** Where the two registration tables differ. Navigation properties differ in case too (Microsoft's table reference). */
export const registrationTables = {
  event: registrationTable({
    table: tables.eventRegistration,
    contact: 'msevtmgt_ContactId',
    webinar: 'msevtmgt_EventId',
    contactLookup: '_msevtmgt_contactid_value',
    webinarLookup: '_msevtmgt_eventid_value',
    format: 'msevtmgt_eventformat',
    end: 'msevtmgt_eventenddate',
    webinarRow: eventWebinar,
    key: eventRegistrationKey,
  }),
  session: registrationTable({
    table: tables.sessionRegistration,
    contact: 'msevtmgt_contactid',
    webinar: 'msevtmgt_SessionId',
    contactLookup: '_msevtmgt_contactid_value',
    webinarLookup: '_msevtmgt_sessionid_value',
    format: 'msevtmgt_sessionformat',
    end: 'msevtmgt_endtime',
    webinarRow: sessionWebinar,
    key: sessionRegistrationKey,
  }),
}

function registrationTable({
  webinarRow,
  format,
  end,
  ...names
}: {
  table: typeof tables.eventRegistration | typeof tables.sessionRegistration
  /** Navigation property of the contact. */
  contact: string
  /** Navigation property of the event or session. */
  webinar: string
  contactLookup: string
  webinarLookup: string
  format: string
  /** The column of the event or session. */
  end: string
  webinarRow: Selection<WebinarRow>
  key: Selection<RegistrationKey>
}) {
  const { table } = names
  const { kind } = table
  // A session registration may be without a contact.
  const withContact = { contact: maybeRelated(names.contact, contact) }
  const withWebinar = { webinar: related(names.webinar, webinarRow) }
  const ofFormat = (option: number) => `${names.webinar}/${format} eq ${option}`
  const streaming = `${names.webinar}/msevtmgt_streamingprovider`
  const isOurs = `(${streaming} eq null or ${streaming} eq ${options.streaming.other})`
  return {
    ...names,
    /** As a filter. */
    isOnline: `(${ofFormat(options.format.webinar)} or ${ofFormat(options.format.hybrid)}) and ${isOurs}`,
    /** As a filter: the end of the event or session, by its wall clock. */
    endsAfter: (time: Date) => `${names.webinar}/${end} ge ${time.toISOString()}`,
    id: select(table, ['id']),
    /** Without its contact. */
    counted: mapped(select(table, columns), (row) => toRegistration(kind, { ...row, contact: null })),
    registration: {
      plain: mapped(select(table, columns, withContact), (row) => toRegistration(kind, row)),
      linked: mapped(select(table, linkedColumns, withContact), (row) => toRegistration(kind, row)),
    } satisfies MaybeLinked<ReadRegistration>,
    withWebinar: {
      plain: mapped(select(table, columns, { ...withContact, ...withWebinar }), (row) => toBoth(kind, row)),
      linked: mapped(select(table, linkedColumns, { ...withContact, ...withWebinar }), (row) => toBoth(kind, row)),
    } satisfies MaybeLinked<{ registration: ReadRegistration; webinar: WebinarRow }>,
    ofContact: mapped(
      select(table, ['id', 'msevtmgt_iscanceled', '_msevtmgt_contactid_value'], withWebinar),
      ({ id, webinar, ...row }) => ({
        id,
        webinar,
        cancelled: row.msevtmgt_iscanceled === true,
        contactId: row._msevtmgt_contactid_value ?? undefined,
      }),
    ),
    withChange: mapped(
      select(table, ['id', 'msevtmgt_iscanceled'], {
        ...withWebinar,
        contact: related(names.contact, select(tables.contact, ['modifiedon'])),
      }),
      ({ id, webinar, contact, ...row }) => ({
        ...{ id, webinar, contactChangedAt: contact.modifiedon },
        cancelled: row.msevtmgt_iscanceled === true,
      }),
    ),
    statusText: select(table, ['msevtmgt_registrationstatus']),
    synced: mapped(select(table, ['id', 'msevtmgt_syncedwithprovider']), ({ id, ...row }) => ({
      id,
      synced: row.msevtmgt_syncedwithprovider === options.synced.yes,
    })),
  }
}

export type RegistrationTable = (typeof registrationTables)[WebinarKind]

export const publishingStates: Record<ShownStatus['state'], number> = {
  pending: options.publishing.pending,
  published: options.publishing.published,
  'parent failed': options.publishing.parentFailed,
  failed: options.publishing.failed,
  'provider error': options.publishing.providerError,
}
const states = Object.keys(publishingStates) as ShownStatus['state'][]

type Row<S> = S extends Selection<infer Value> ? Value : never
type RegistrationRow = Row<ReturnType<typeof select<typeof tables.eventRegistration, (typeof columns)[number]>>> & {
  contact: Row<typeof contact> | null
  wbc_joinlink?: string
}

/** A registration whose status reason is only a number yet; `cancelled`: by its flag or its state. */
export type ReadRegistration = Omit<Registration, 'standing'> & {
  cancelled: boolean
  statusReason: number
  /** The event registration whose form was answered, if it is another row. */
  answersOf?: string
}

/** Whether cancelling sets the flag, the state or the status reason alone is documented nowhere: each of them counts. */
export function withStanding(
  { cancelled, statusReason, answersOf: _, ...registration }: ReadRegistration,
  standings: ReadonlyMap<number, Standing>,
): Registration {
  return { ...registration, standing: cancelled ? 'cancelled' : (standings.get(statusReason) ?? 'unknown') }
}

function toBoth(kind: WebinarKind, { webinar, ...row }: RegistrationRow & { webinar: WebinarRow }) {
  return { registration: toRegistration(kind, row), webinar }
}

function toRegistration(kind: WebinarKind, { contact, ...row }: RegistrationRow): ReadRegistration {
  return {
    kind,
    id: row.id,
    cancelled: row.statecode !== 0 || row.msevtmgt_iscanceled === true,
    statusReason: row.statuscode,
    createdOn: row.createdon,
    contactId: row._msevtmgt_contactid_value ?? undefined,
    contact: {
      ...fieldsOf(contactColumns, contact ?? columnsOf(contactColumns, '')),
      company: contact?.company?.name ?? '',
    },
    outcome: {
      synced: row.msevtmgt_syncedwithprovider === options.synced.yes,
      state: states.find((state) => publishingStates[state] === row.msevtmgt_publishingstate) ?? 'pending',
      text: row.msevtmgt_registrationstatus,
      providerId: row.msevtmgt_webinarregistrationid ?? undefined,
    },
    ...(row.wbc_joinlink !== undefined && { joinLink: row.wbc_joinlink }),
    etag: row.etag,
  }
}
