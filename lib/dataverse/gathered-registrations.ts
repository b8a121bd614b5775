import { hasBookedTurn } from '../core/booked-turn.ts'
import { isSameEmail } from '../core/email.ts'
import { createGatherer } from '../core/gather.ts'
import type { WebinarRow } from '../model/crm.ts'
import type { MappedColumns } from '../model/mapping.ts'
import { type Change, type Dataverse, quoted } from './client.ts'
import type { LinkColumn } from './link-column.ts'
import type { ReadRegistration, RegistrationTable } from './registration-tables.ts'
import { type RegistrationTexts, unionOf } from './registration-texts.ts'

type Found = { registration: ReadRegistration; webinar: WebinarRow }
/** `columns`: those of a mapping, if its texts are needed. */
type Siblings = { webinarRow: string; email: string; id: string; columns: MappedColumns | undefined }

/** A message that came back for a turn came with others, and most often some time before the turn. */
const patience = (time: number) => () => (hasBookedTurn() ? time : 0)
/** Messages in hand ask within milliseconds; a host has some sixty of them. */
const reads = { wait: 25, most: 50, patience: patience(300) }
/** Contacts are changed many at a time by jobs, and most of them are registered for nothing. */
const readsOfContacts = { wait: 250, most: 64 }
/** A provider's quota lets registrations through one after the other, so their outcomes are waited for a little longer. */
const writes = { wait: 700, most: 50, enough: 16, patience: patience(2500) }

/**
 * Reads and writes of one registration table, gathered: those that are asked for at about the same time cost one call.
 * A lone one is an ordinary call.
 */
export function createGatheredRegistrations(
  dataverse: Dataverse,
  tableOf: RegistrationTable,
  link: LinkColumn,
  texts: RegistrationTexts,
) {
  const { table, withWebinar, ofContact, contact, contactLookup, webinarLookup } = tableOf
  const byKey = (id: string) => `${table.key} eq ${id}`
  const privately = (filter: string, columns?: MappedColumns) =>
    texts.read(withWebinar, tableOf, columns, (selections) =>
      link.read<Found, Found[]>(selections, (selection) => dataverse.privateRows(selection, { filter })),
    )

  return {
    row: createGatherer<string, Found | undefined>(reads, async (ids) => {
      const [only = ''] = ids
      if (ids.length === 1) return [fulfilled(await link.read(withWebinar, (one) => dataverse.row<Found>(one, only)))]
      const found = await privately(any(ids.map(byKey)))
      return ids.map((id) => fulfilled(found.find(({ registration }) => registration.id === id)))
    }),

    siblings: createGatherer<Siblings, Found[]>(reads, async (asked) => {
      const byWebinar = Map.groupBy(asked, ({ webinarRow }) => webinarRow)
      const filter = any(
        [...byWebinar].map(([webinarRow, theirs]) => {
          const people = theirs.flatMap(({ email, id }) => [`${contact}/emailaddress1 eq ${quoted(email)}`, byKey(id)])
          return `(${webinarLookup} eq ${webinarRow} and (${any([...new Set(people)])}))`
        }),
      )
      const found = await privately(filter, unionOf(asked.flatMap(({ columns }) => columns ?? [])))
      return asked.map(({ webinarRow, email, id }) =>
        fulfilled(
          found.filter(
            ({ registration, webinar }) =>
              webinar.id === webinarRow && (registration.id === id || isSameEmail(registration.contact.email, email)),
          ),
        ),
      )
    }),

    ofContact: createGatherer<string, { id: string; webinar: WebinarRow; cancelled: boolean }[]>(
      readsOfContacts,
      async (contacts) => {
        const theirs = any(contacts.map((id) => `${contactLookup} eq ${id}`))
        const found = await Array.fromAsync(dataverse.rows(ofContact, { filter: `(${theirs}) and statecode eq 0` }))
        return contacts.map((id) => fulfilled(found.filter(({ contactId }) => contactId === id)))
      },
    ),

    write: createGatherer<Change<typeof table>, string>(writes, async (changes) => {
      const [only] = changes
      if (!only || changes.length > 1) return dataverse.updateVersions(changes)
      return [fulfilled(await dataverse.updateVersion(only.table, only.id, only.values, only.etag))]
    }),
  }
}

const any = (conditions: readonly string[]) => conditions.join(' or ')

function fulfilled<Value>(value: Value): PromiseFulfilledResult<Value> {
  return { status: 'fulfilled', value }
}
