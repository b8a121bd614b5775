import { ConflictError } from '../../core/errors.ts'
import { isSameRegistrant } from '../../rules/registrations/registrant-key.ts'
import type { Services } from '../../services.ts'
import type { RegistrantAt } from './registrant.ts'

/**
 * The registration whose message is worked on. `isNew`: this run made its record, after it had read the applied state of
 * the registrant: a move since then changes that state. `releasedProviderId`: as on its record.
 */
export type InHand = { id: string; isNew: boolean; releasedProviderId: string }

/**
 * Makes sure that the record of the registration that a registrant is about to carry names that registrant. A later
 * move or deletion of the registration releases what its record names, and nothing else.
 * @param inHand the registration whose message is worked on; its record was there a moment ago
 * @throws ConflictError if the record names another registrant: the registration has moved, or its own message has yet
 * to move it
 */
export async function ensureAssigned(
  id: string,
  inHand: InHand,
  { key, cipher, email, kind, webinarRow }: RegistrantAt,
  { crm, registrationStore, queues }: Services,
): Promise<void> {
  if (id === inHand.id && inHand.isNew) return
  const record = await registrationStore.record(id)
  if (record && isSameRegistrant(record, key)) return
  if (id === inHand.id) throw new ConflictError('Another worker reassigned the registration.')
  if (record) {
    await queues.send('registrations', [{ table: crm.registrationTableOf(kind), id }])
    throw new ConflictError('A registration of this registrant has yet to move here.')
  }
  const { configuration, webinarId, emailHash } = key
  const assignment = { configuration, webinarId, emailHash, kind, webinarRow, sealedEmail: cipher.seal(email, id) }
  const fresh = { ...assignment, leaving: [], releasedProviderId: '' }
  await registrationStore.assign(id, fresh, undefined)
}
