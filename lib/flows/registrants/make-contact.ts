import { isWithoutPrivilege, NotFoundError, RefusedError } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { Owner, WebinarRow } from '../../model/crm.ts'
import type { FoundContact, ThereRegistrant } from '../../model/registered-there.ts'
import { contactPlace, madeContactId } from '../../rules/registrants/made-ids.ts'
import { contactOf } from '../../rules/registrants/newcomers.ts'
import type { Services } from '../../services.ts'
import type { ConnectedWebinar } from '../registrations/registrant.ts'

/** Two calls to Dataverse take less, even where it is slow. */
const leaseTime = 2 * minute

type Found = ReturnType<typeof contactOf>

/**
 * Makes the contact of somebody whom Dynamics does not know, with the names that they gave at the provider. One at a time in
 * all of the app: of two addresses that Dynamics takes for the same, the second finds the contact of the first.
 * @returns the contact, made or found; else why there is none: `busy` while others make theirs
 * @throws Refused if Dynamics takes no such contact, Unavailable, also where the role does not let contacts be made
 */
export async function makeContact(
  { email, person }: Pick<ThereRegistrant, 'email' | 'person'>,
  { eventId }: Pick<WebinarRow, 'eventId'>,
  { cipher }: Pick<ConnectedWebinar, 'cipher'>,
  owner: Owner | undefined,
  { crm, cursors }: Pick<Services, 'crm' | 'cursors'>,
): Promise<{ contact: Exclude<Found, 'none'> | 'busy'; isNew: boolean }> {
  const id = madeContactId(cipher.keyOf(contactPlace, email).emailHash)
  const done = await cursors.alone('contacts', leaseTime, async () => {
    const found = contactOf(email, await crm.contactsLike([email]))
    if (found !== 'none') return { contact: found, isNew: false }
    const { firstName, lastName } = person
    const isNew = await crm.createContact({ id, email, firstName, lastName, eventId }, owner)
    const made: FoundContact = { id, email, isActive: true }
    // One that was made before has another address by now, or is inactive.
    return isNew ? { contact: made, isNew } : { contact: 'similar' as const, isNew }
  })
  return done ?? { contact: 'busy', isNew: false }
}

/** For work that goes on with other people where Dynamics refuses one. */
export function ifNotTaken(error: unknown): undefined {
  // A contact or an event may be gone by now.
  if (!isWithoutPrivilege(error) && !(error instanceof RefusedError) && !(error instanceof NotFoundError)) throw error
}
