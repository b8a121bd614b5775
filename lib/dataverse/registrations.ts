import type { Registration, RegistrationKey, WebinarKind, WebinarRow } from '../model/crm.ts'
import type { MappedColumns } from '../model/mapping.ts'
import type { ShownStatus } from '../model/status.ts'
import type { Dataverse } from './client.ts'
import { createFormAnswers } from './form-answers.ts'
import { createGatheredRegistrations } from './gathered-registrations.ts'
import { createLinkColumn } from './link-column.ts'
import { createMappedColumns } from './mapped-columns.ts'
import { options } from './options.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { RegistrationStatuses } from './registration-statuses.ts'
import { publishingStates, type ReadRegistration, registrationTables, withStanding } from './registration-tables.ts'
import { createRegistrationTexts } from './registration-texts.ts'
import { tables } from './tables.ts'

export type Registrations = ReturnType<typeof createRegistrations>

/** Registrations for events and sessions. */
export function createRegistrations(
  dataverse: Dataverse,
  { standings }: Pick<RegistrationStatuses, 'standings'>,
  definitions: Pick<OwnDefinitions, 'isExtended' | 'columnKinds' | 'forget'>,
) {
  const tableOf = (kind: WebinarKind) => registrationTables[kind]
  const link = createLinkColumn(definitions)
  const texts = createRegistrationTexts(createMappedColumns(definitions), createFormAnswers(dataverse))
  const gathered = {
    event: createGatheredRegistrations(dataverse, registrationTables.event, link, texts),
    session: createGatheredRegistrations(dataverse, registrationTables.session, link, texts),
  }
  const kindOf = (table: string) => (table === tables.sessionRegistration.name ? 'session' : 'event')

  return {
    /** One registration with its event or session, or undefined if it is not there. */
    async registration(row: {
      table: string
      id: string
    }): Promise<{ registration: Registration; webinar: WebinarRow } | undefined> {
      const kind = kindOf(row.table)
      const found = await gathered[kind].row(row.id)
      return found && { ...found, registration: withStanding(found.registration, await standings(kind)) }
    },

    /**
     * All registrations of an event or session with this e-mail address, and one by its id: that may have blanks around.
     * Each with its event or session as it is now.
     * @param columns of a mapping whose texts are needed
     */
    async registrationsByEmail(
      kind: WebinarKind,
      webinarRow: string,
      email: string,
      id: string,
      columns?: MappedColumns,
    ) {
      const found = await gathered[kind].siblings({ webinarRow, email, id, columns })
      const known = await standings(kind)
      return found.map(({ registration, webinar }) => ({ registration: withStanding(registration, known), webinar }))
    },

    /** The registrations of a contact that are not cancelled, each with its event or session. */
    async registrationsOf(contactId: string): Promise<{ table: string; id: string; webinar: WebinarRow }[]> {
      const found = await Promise.all(
        Object.values(registrationTables).map(async ({ table }) =>
          (await gathered[table.kind].ofContact(contactId)).map((row) => ({ ...row, table: table.name })),
        ),
      )
      return found.flat().filter(({ cancelled }) => !cancelled)
    },

    /** The registrations of an event or session: all, those not yet agreed with the provider, or those that failed. */
    async *registrationsFor(
      webinar: WebinarRow,
      which: 'all' | 'open' | 'refused',
    ): AsyncGenerator<{ table: string; id: string; synced: boolean }> {
      const { table, synced, webinarLookup } = tableOf(webinar.kind)
      const theirs = `${webinarLookup} eq ${webinar.id}`
      const { failed, providerError } = options.publishing
      const conditions = {
        all: '',
        open: ` and (msevtmgt_syncedwithprovider eq null or msevtmgt_syncedwithprovider ne ${options.synced.yes})`,
        refused: ` and (msevtmgt_publishingstate eq ${failed} or msevtmgt_publishingstate eq ${providerError})`,
      }
      const filter = `${theirs}${conditions[which]}`
      for await (const row of dataverse.rows(synced, { filter })) yield { table: table.name, ...row }
    },

    /** The texts on registrations of an event or session that were refused, and not cancelled since. */
    async *refusalsOf(kind: WebinarKind, webinarRow: string): AsyncGenerator<string> {
      const { statusText, webinarLookup } = tableOf(kind)
      const active = 'statecode eq 0 and (msevtmgt_iscanceled eq null or msevtmgt_iscanceled eq false)'
      const refused = `msevtmgt_publishingstate eq ${options.publishing.failed}`
      const filter = `${webinarLookup} eq ${webinarRow} and ${active} and ${refused}`
      for await (const row of dataverse.rows(statusText, { filter })) yield row.msevtmgt_registrationstatus
    },

    /** Every registration of an event or session with its contact. @param columns of a mapping whose texts are needed */
    async *registrationsWithContacts(
      kind: WebinarKind,
      webinarRow: string,
      columns?: MappedColumns,
    ): AsyncGenerator<Registration> {
      const table = tableOf(kind)
      const filter = `${table.webinarLookup} eq ${webinarRow}`
      const known = await standings(kind)
      const rows = columns
        ? await texts.read<ReadRegistration>(table.registration, table, columns, (selections) =>
            Array.fromAsync(link.rows(selections, filter, dataverse)),
          )
        : link.rows<ReadRegistration>(table.registration, filter, dataverse)
      for await (const row of rows) yield withStanding(row, known)
    },

    /** Every registration of an event or session, as it counts: without its contact, which costs Dataverse most. */
    async *registrationsCounted(
      kind: WebinarKind,
      webinarRow: string,
    ): AsyncGenerator<Pick<Registration, 'standing' | 'createdOn' | 'outcome'>> {
      const { counted, webinarLookup } = tableOf(kind)
      const known = await standings(kind)
      for await (const row of dataverse.rows(counted, { filter: `${webinarLookup} eq ${webinarRow}` })) {
        yield withStanding(row, known)
      }
    },

    /** Registrations for webinars, made between the two times, that nobody has dealt with; oldest first. */
    async *pendingRegistrations(from: Date, to: Date): AsyncGenerator<{ table: string; id: string }> {
      for (const { table, id: selection, webinar, isOnline } of Object.values(registrationTables)) {
        const made = `createdon ge ${from.toISOString()} and createdon le ${to.toISOString()}`
        const pending = `statecode eq 0 and msevtmgt_publishingstate eq ${options.publishing.pending}`
        const connected = `${webinar}/msevtmgt_webinarid ne null`
        // Registrations of events on site stay pending for ever, and must not stand before the others.
        const filter = `${made} and ${pending} and ${connected} and ${isOnline}`
        for await (const { id } of dataverse.rows(selection, { filter, orderBy: 'createdon' })) {
          yield { table: table.name, id }
        }
      }
    },

    /**
     * Registrations for webinars that end after the first time, whose contact was changed between the others, without
     * those that are cancelled; each with its event or session. Dataverse keeps the time of a change by the second.
     */
    async *registrationsOfChanged(
      ahead: Date,
      from: Date,
      before: Date,
    ): AsyncGenerator<{ table: string; id: string; webinar: WebinarRow; contactChangedAt: Date }> {
      for (const { table, withChange, contact, webinar, isOnline, endsAfter } of Object.values(registrationTables)) {
        const changed = `${contact}/modifiedon ge ${from.toISOString()} and ${contact}/modifiedon lt ${before.toISOString()}`
        const filter = `statecode eq 0 and ${changed} and ${webinar}/msevtmgt_webinarid ne null and ${isOnline} and ${endsAfter(ahead)}`
        for await (const { cancelled, ...row } of dataverse.rows(withChange, { filter })) {
          if (!cancelled) yield { table: table.name, ...row }
        }
      }
    },

    registrationTableOf: (kind: WebinarKind) => tableOf(kind).table.name,

    /** Every registration of an event or session, as attendance is matched with it. */
    registrationKeys(kind: WebinarKind, webinarRow: string): AsyncGenerator<RegistrationKey> {
      const { key, webinarLookup } = tableOf(kind)
      return dataverse.rows(key, { filter: `${webinarLookup} eq ${webinarRow}` })
    },

    /** Writes what the provider agreed to, or why not, over this version of the row; answers the next version. */
    async writeOutcome(kind: WebinarKind, id: string, outcome: WrittenOutcome, etag: string): Promise<string> {
      const { table } = tableOf(kind)
      const values = {
        msevtmgt_syncedwithprovider: outcome.synced ? options.synced.yes : options.synced.no,
        msevtmgt_publishingstate: publishingStates[outcome.state],
        msevtmgt_registrationstatus: outcome.text,
        ...(outcome.providerId !== undefined && { msevtmgt_webinarregistrationid: outcome.providerId }),
      }
      return link.write(table, outcome.joinLink, (joinLink) =>
        gathered[kind].write({ table, id, values: { ...values, ...toColumn(joinLink) }, etag }),
      )
    },

    /** Writes another join link on a registration. @throws Conflict, NotFound, Refused where no column is for it */
    async writeJoinLink(kind: WebinarKind, id: string, joinLink: string, etag: string): Promise<string> {
      return gathered[kind].write({ table: tableOf(kind).table, id, values: toColumn(joinLink), etag })
    },
  }
}

/** `joinLink`: left out, what stands there stays; empty takes it away. */
type WrittenOutcome = ShownStatus & { joinLink?: string }

function toColumn(joinLink: string | undefined) {
  return joinLink === undefined ? {} : { wbc_joinlink: joinLink || null }
}
