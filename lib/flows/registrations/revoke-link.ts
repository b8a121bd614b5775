import { randomBytes } from 'node:crypto'
import { RefusedError } from '../../core/errors.ts'
import { joinAddress, signedLink } from '../../rules/registrations/join-link.ts'
import { isActive } from '../../rules/registrations/standing.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'

/**
 * Gives a registration another join link; the one that it had opens nothing any more, within seconds on every instance.
 * @throws Refused where there is no link to revoke, Conflict if the registration was changed meanwhile
 */
export async function revokeLink(row: RowReference, services: Services): Promise<void> {
  const { crm, registrationStore, registrantCipherFor, publicAddress } = services
  const found = await crm.registration(row)
  if (!found) throw new RefusedError({ code: 'registration_gone' })
  const { registration } = found
  if (registration.joinLink === undefined || !publicAddress) throw new RefusedError({ code: 'no_link_column' })
  const record = await registrationStore.record(row.id)
  if (!record?.link || !isActive(registration)) throw new RefusedError({ code: 'no_link' })
  const cipher = await registrantCipherFor(record.configuration)
  const sign = (salt: string) => cipher.signLink(row.id, salt)
  const link = signedLink(sign, randomBytes(6).toString('base64url'))
  await registrationStore.assign(row.id, { ...record, link }, record)
  const address = joinAddress(registration, link, sign, publicAddress)
  if (address) await crm.writeJoinLink(registration.kind, row.id, address, registration.etag)
}
