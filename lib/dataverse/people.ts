import { isSameEmail } from '../core/email.ts'
import type { WebinarKind, WebinarRow } from '../model/crm.ts'
import { type Dataverse, quoted } from './client.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import { registrationTables } from './registration-tables.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'

/** A person: a contact, addresses, or both. */
export type PersonSought = { contact: string | undefined; emails: readonly string[] }

const contactEmail = select(tables.contact, ['emailaddress1'])
/** The row into which a contact was merged is its master; Dataverse deactivates the other and keeps it. */
const contactMaster = select(tables.contact, ['id', '_masterid_value'])
/** So many ids fit into the address of a call. */
const idsAtOnce = 50
const rowsOf = {
  attendees: select(tables.attendee, ['id', 'wbc_emailaddress', '_wbc_contactid_value']),
  unmatched: select(tables.unmatchedAttendee, ['id', 'wbc_emailaddress']),
}

/** `email`: what its contact has today. */
export type PersonsRegistration = { table: string; kind: WebinarKind; id: string; webinar: WebinarRow; email: string }

export type People = ReturnType<typeof createPeople>

/** All that stands in CRM of one person. Addresses travel in bodies, and are compared as the connector compares them. */
export function createPeople(dataverse: Dataverse, { isComplete }: OwnDefinitions) {
  return {
    /** The address of a contact, empty if it has none; undefined if there is no such contact. */
    async emailOfContact(id: string): Promise<string | undefined> {
      return (await dataverse.row(contactEmail, id))?.emailaddress1
    },

    contactTable: tables.contact.name,

    /** Of these contacts the ones that are there, each with the one into which it was merged. */
    async contactsAmong(ids: readonly string[]): Promise<Map<string, { master: string | undefined }>> {
      const there = new Map<string, { master: string | undefined }>()
      for (let at = 0; at < ids.length; at += idsAtOnce) {
        const named = ids.slice(at, at + idsAtOnce).map((id) => `${tables.contact.key} eq ${id}`)
        for await (const row of dataverse.rows(contactMaster, { filter: named.join(' or ') })) {
          there.set(row.id, { master: row._masterid_value ?? undefined })
        }
      }
      return there
    },

    /** Their registrations, whatever their state, each with its event or session. */
    async registrationsOfPerson({ contact, emails }: PersonSought): Promise<PersonsRegistration[]> {
      const found = await Promise.all(
        Object.values(registrationTables).map(async ({ table, withWebinar, contactLookup, contact: navigation }) => {
          const byContact = contact
            ? await dataverse.privateRows(withWebinar.plain, { filter: `${contactLookup} eq ${contact}` })
            : []
          const named = emails.map((email) => `${navigation}/emailaddress1 eq ${quoted(email)}`)
          const like = named.length
            ? await dataverse.privateRows(withWebinar.plain, { filter: named.join(' or ') })
            : []
          const byEmail = like.filter(({ registration }) => isOne(registration.contact.email, emails))
          const rows = new Map([...byContact, ...byEmail].map((row) => [row.registration.id, row]))
          return [...rows.values()].map(({ registration, webinar }) => ({
            ...{ table: table.name, kind: table.kind, id: registration.id, webinar },
            email: registration.contact.email,
          }))
        }),
      )
      return found.flat()
    },

    /** Ids of the connector's own rows of them in an account. None where the environment lacks the table. */
    async ownRowsOfPerson(rows: keyof typeof rowsOf, configuration: string, { contact, emails }: PersonSought) {
      const { table } = rowsOf[rows]
      if (!(await isComplete(table))) return []
      const named = emails.map((email) => `wbc_emailaddress eq ${quoted(email)}`)
      const theirs = [...named, ...(contact && rows === 'attendees' ? [`_wbc_contactid_value eq ${contact}`] : [])]
      if (theirs.length === 0) return []
      const filter = `_wbc_configurationid_value eq ${configuration} and (${theirs.join(' or ')})`
      const found =
        rows === 'attendees'
          ? (await dataverse.privateRows(rowsOf.attendees, { filter })).map((row) => ({
              ...row,
              isTheirs: contact !== undefined && row._wbc_contactid_value === contact,
            }))
          : (await dataverse.privateRows(rowsOf.unmatched, { filter })).map((row) => ({ ...row, isTheirs: false }))
      return found.filter((row) => row.isTheirs || isOne(row.wbc_emailaddress, emails)).map(({ id }) => id)
    },
  }
}

function isOne(email: string, emails: readonly string[]) {
  return emails.some((one) => isSameEmail(one, email))
}
