import type { Owner } from '../model/crm.ts'
import type { FoundContact, NewContact } from '../model/registered-there.ts'
import { byAddresses } from './by-addresses.ts'
import type { Dataverse } from './client.ts'
import { makeOnce } from './make-once.ts'
import { ownerAddress } from './owner.ts'
import { mapped, select } from './selection.ts'
import { tables } from './tables.ts'
import { fitting } from './text-length.ts'

/** Lengths of the columns (learn.microsoft.com/power-apps/developer/data-platform/reference/entities/contact). */
const longest = { name: 50 }

const contact = mapped(
  select(tables.contact, ['id', 'emailaddress1', 'statecode']),
  (row): FoundContact => ({ id: row.id, email: row.emailaddress1, isActive: row.statecode === 0 }),
)

/** Contacts as people are looked up among them, and made. Addresses travel in bodies. */
export function createContacts(dataverse: Pick<Dataverse, 'row' | 'privateRows' | 'upsert'>) {
  return {
    /**
     * All contacts, inactive ones too, whose address Dynamics takes for one of these: its collation takes some for equal
     * that are not.
     */
    contactsLike: (emails: readonly string[]): Promise<FoundContact[]> =>
      byAddresses('emailaddress1', emails, (filter) => dataverse.privateRows(contact, { filter })),

    /** One contact by its id; undefined if it is not there. */
    contact: (id: string): Promise<FoundContact | undefined> => dataverse.row(contact, id),

    /** Makes a contact, as `makeOnce` does. @returns false if there is one of this id */
    createContact: (draft: NewContact, owner: Owner | undefined): Promise<boolean> =>
      makeOnce(owner, (owner) => dataverse.upsert(tables.contact, draft.id, toRow(draft, owner), true)),
  }
}

function toRow({ email, firstName, lastName, eventId }: NewContact, owner: Owner | undefined) {
  return {
    firstname: fitting(firstName, longest.name),
    lastname: fitting(lastName, longest.name),
    emailaddress1: email.trim(),
    'msevtmgt_originatingeventid@odata.bind': `/${tables.event.set}(${eventId})`,
    ...(owner && { 'ownerid@odata.bind': ownerAddress(owner) }),
  }
}
