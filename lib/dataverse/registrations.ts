import * as v from 'valibot'
import { checked } from '../core/http-client.ts'
import type { Registration, RegistrationKey, WebinarRow } from '../model/crm.ts'
import type { ShownStatus } from '../model/status.ts'
import { type Dataverse, text } from './client.ts'
import { type RegistrationTable, registrationColumns, registrationTables } from './registration-tables.ts'
import { options, tables } from './tables.ts'

export type Registrations = ReturnType<typeof createRegistrations>

const contactColumns = 'firstname,lastname,emailaddress1,jobtitle'
const contactExpand = (navigation: string) =>
  `${navigation}($select=${contactColumns};$expand=parentcustomerid_account($select=name))`

/** Registrations for events and sessions. */
export function createRegistrations(dataverse: Dataverse) {
  const tableOf = (kind: 'event' | 'session') => registrationTables[kind]
  const kindOf = (table: string) => (table === tables.sessionRegistration ? 'session' : 'event')

  return {
    /** One registration with its event or session, or undefined if it is not there. */
    async registration(row: { table: string; id: string }) {
      const table = tableOf(kindOf(row.table))
      const found = await dataverse.row(v.looseObject({}), table.set, row.id, {
        select: registrationColumns(table),
        expand: `${contactExpand(table.contact)},${table.webinarExpand}`,
      })
      return found && withWebinar(table, found)
    },

    /**
     * All registrations of an event or session with this e-mail address, and one by its id: that may have blanks around.
     * Each with its event or session as it is now.
     */
    async registrationsByEmail(kind: 'event' | 'session', webinarRow: string, email: string, id: string) {
      const table = tableOf(kind)
      const theirs = `(${table.contact}/emailaddress1 eq ${text(email)} or ${table.id} eq ${id})`
      const rows = await dataverse.privateRows(v.looseObject({}), table.set, {
        select: registrationColumns(table),
        filter: `${table.webinarLookup} eq ${webinarRow} and ${theirs}`,
        expand: `${contactExpand(table.contact)},${table.webinarExpand}`,
      })
      return rows.map((row) => withWebinar(table, row))
    },

    /** The registrations of a contact that are not cancelled, each with its event or session. */
    async *registrationsOf(contactId: string): AsyncGenerator<{ table: string; id: string; webinar: WebinarRow }> {
      for (const table of Object.values(registrationTables)) {
        const rows = dataverse.rows(v.looseObject({}), table.set, {
          select: [table.id, 'msevtmgt_iscanceled'],
          filter: `_msevtmgt_contactid_value eq ${contactId} and statecode eq 0`,
          expand: table.webinarExpand,
        })
        for await (const row of rows) {
          const webinar = part(table.WebinarRow, row[table.webinar], table)
          if (row.msevtmgt_iscanceled !== true)
            yield { table: table.table, id: part(v.string(), row[table.id], table), webinar }
        }
      }
    },

    /** The registrations of an event or session: all, or only those not yet agreed with the provider. */
    async *registrationsFor(
      webinar: WebinarRow,
      which: 'all' | 'open',
    ): AsyncGenerator<{ table: string; id: string; synced: boolean }> {
      const table = tableOf(webinar.kind)
      const theirs = `${table.webinarLookup} eq ${webinar.id}`
      const open = `(msevtmgt_syncedwithprovider eq null or msevtmgt_syncedwithprovider ne ${options.synced.yes})`
      const filter = which === 'all' ? theirs : `${theirs} and ${open}`
      const select = [table.id, 'msevtmgt_syncedwithprovider']
      for await (const row of dataverse.rows(v.looseObject({}), table.set, { select, filter })) {
        const synced = row.msevtmgt_syncedwithprovider === options.synced.yes
        yield { table: table.table, id: part(v.string(), row[table.id], table), synced }
      }
    },

    /** Every registration of an event or session with its contact. */
    async *registrationsWithContacts(kind: 'event' | 'session', webinarRow: string): AsyncGenerator<Registration> {
      const table = tableOf(kind)
      const query = {
        select: registrationColumns(table),
        filter: `${table.webinarLookup} eq ${webinarRow}`,
        expand: contactExpand(table.contact),
      }
      for await (const row of dataverse.rows(v.looseObject({}), table.set, query)) yield toRegistration(table, row)
    },

    /** Registrations for webinars, made between the two times, that nobody has dealt with; oldest first. */
    async *pendingRegistrations(from: Date, to: Date): AsyncGenerator<{ table: string; id: string }> {
      for (const table of Object.values(registrationTables)) {
        const made = `createdon ge ${from.toISOString()} and createdon le ${to.toISOString()}`
        const pending = `statecode eq 0 and msevtmgt_publishingstate eq ${options.publishing.pending}`
        const held = `${table.webinar}/msevtmgt_webinarid ne null`
        // What is held on site now stays pending for ever, and must not stand before the others.
        const filter = `${made} and ${pending} and ${held} and ${table.webinarOnline}`
        const query = { select: [table.id], filter, orderBy: 'createdon' }
        for await (const row of dataverse.rows(v.looseObject({}), table.set, query)) {
          yield { table: table.table, id: part(v.string(), row[table.id], table) }
        }
      }
    },

    registrationTableOf: (kind: 'event' | 'session') => tableOf(kind).table,

    /** Every registration of an event or session, as attendance is matched with it. */
    async *registrationKeys(kind: 'event' | 'session', webinarRow: string): AsyncGenerator<RegistrationKey> {
      const table = tableOf(kind)
      const rows = dataverse.rows(table.KeyRow, table.set, {
        select: table.keyColumns,
        filter: `${table.webinarLookup} eq ${webinarRow}`,
        expand: `${table.contact}($select=emailaddress1)`,
      })
      for await (const row of rows) yield row
    },

    /** Writes what the provider agreed to, or why not, over this version of the row; answers the next version. */
    async writeOutcome(kind: 'event' | 'session', id: string, outcome: ShownStatus, etag: string): Promise<string> {
      const table = tableOf(kind)
      const values = {
        msevtmgt_syncedwithprovider: outcome.synced ? options.synced.yes : options.synced.no,
        msevtmgt_publishingstate: publishingState[outcome.state],
        msevtmgt_registrationstatus: outcome.text,
        ...(outcome.providerId !== undefined && { msevtmgt_webinarregistrationid: outcome.providerId }),
      }
      return dataverse.update(table.set, id, values, { etag, show: table.id })
    },
  }
}

const publishingState: Record<ShownStatus['state'], number> = {
  pending: options.publishing.pending,
  published: options.publishing.published,
  'parent failed': options.publishing.parentFailed,
  failed: options.publishing.failed,
  'provider error': options.publishing.providerError,
}

const Text = v.pipe(
  v.optional(v.nullable(v.string()), null),
  v.transform((value) => value?.trim() ?? ''),
)
/** A session registration may be without a contact. */
const ContactRow = v.nullish(
  v.object({
    firstname: Text,
    lastname: Text,
    emailaddress1: Text,
    jobtitle: Text,
    parentcustomerid_account: v.optional(v.nullable(v.object({ name: Text }))),
  }),
)
const OutcomeRow = v.object({
  '@odata.etag': v.optional(v.string(), '*'),
  createdon: v.pipe(v.string(), v.toDate()),
  statecode: v.number(),
  msevtmgt_iscanceled: v.optional(v.nullable(v.boolean())),
  msevtmgt_syncedwithprovider: v.optional(v.nullable(v.number())),
  msevtmgt_publishingstate: v.optional(v.nullable(v.number())),
  msevtmgt_registrationstatus: v.optional(v.nullable(v.string())),
  msevtmgt_webinarregistrationid: v.optional(v.nullable(v.string())),
})

function toRegistration(table: RegistrationTable, row: Record<string, unknown>): Registration {
  const columns = part(OutcomeRow, row, table)
  const contact = part(ContactRow, row[table.contact], table)
  const states = Object.keys(publishingState) as ShownStatus['state'][]
  return {
    kind: table.kind,
    id: part(v.string(), row[table.id], table),
    active: columns.statecode === 0 && columns.msevtmgt_iscanceled !== true,
    createdOn: columns.createdon,
    contact: {
      firstName: contact?.firstname ?? '',
      lastName: contact?.lastname ?? '',
      email: contact?.emailaddress1 ?? '',
      company: contact?.parentcustomerid_account?.name ?? '',
      jobTitle: contact?.jobtitle ?? '',
    },
    outcome: {
      synced: columns.msevtmgt_syncedwithprovider === options.synced.yes,
      state: states.find((state) => publishingState[state] === columns.msevtmgt_publishingstate) ?? 'pending',
      text: columns.msevtmgt_registrationstatus ?? '',
      providerId: columns.msevtmgt_webinarregistrationid ?? undefined,
    },
    etag: columns['@odata.etag'],
  }
}

function withWebinar(table: RegistrationTable, row: Record<string, unknown>) {
  const webinar: WebinarRow = part(table.WebinarRow, row[table.webinar], table)
  return { registration: toRegistration(table, row), webinar }
}

/** A part of a row that `expand` brought, or one of its columns. */
function part<Schema extends v.GenericSchema>(schema: Schema, value: unknown, table: RegistrationTable) {
  return checked(schema, value, 'Dataverse', `GET ${table.set}`)
}
