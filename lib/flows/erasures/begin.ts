import { randomUUID } from 'node:crypto'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Actor } from '../../model/actor.ts'
import type { Services } from '../../services.ts'
import type { ErasurePart } from '../../stores/erasures.ts'
import { audited } from '../operations/audited.ts'
import { sealAddresses } from './addresses.ts'

/** The person that somebody wants erased: a contact of CRM, or an address. */
type Wanted = { contact: string } | { email: string }

/**
 * Orders that a person is erased at the providers of all accounts, and in the connector's own records; answers the id of
 * the receipt.
 * @throws NotFound if there is no such contact, Refused if it has no address, or no account is connected
 */
export function startErasure(wanted: Wanted, actor: Actor, services: Services): Promise<{ id: string }> {
  const id = randomUUID()
  const subject = 'contact' in wanted ? `contact ${wanted.contact}` : undefined
  return audited(
    { action: 'person_erased', actor, subject },
    services,
    async () => {
      await beginErasure(id, wanted, services)
      await services.eraseOn(id)
      return { id }
    },
    () => ({ run: id }),
  )
}

/** Keeps the order, sealed for each account: only that account's key opens its part. */
export async function beginErasure(id: string, wanted: Wanted, services: Services) {
  const { crm, credentialStore, erasureStore, registrantCipherFor, now } = services
  const contact = 'contact' in wanted ? wanted.contact : ''
  const email = 'email' in wanted ? wanted.email : await crm.emailOfContact(contact)
  if (email === undefined) throw new NotFoundError({ code: 'contact_unknown' })
  if (email === '') throw new RefusedError({ code: 'contact_without_address' })
  const accounts = await credentialStore.configurations()
  if (accounts.length === 0) throw new RefusedError({ code: 'no_account_to_erase_in' })
  const parts = []
  for (const { id: configuration } of accounts) {
    parts.push(newPart(configuration, sealAddresses(await registrantCipherFor(configuration), [email], id)))
  }
  await erasureStore.begin(id, { at: now(), contact, deleted: false }, parts)
}

/** The work in one account, not begun yet. @param sealed by `sealAddresses` */
export function newPart(configuration: string, sealed: string): ErasurePart {
  const counts = { registrants: 0, records: 0, attendees: 0, unmatched: 0 }
  return { configuration, state: 'waiting', sealed, code: '', ...counts }
}
