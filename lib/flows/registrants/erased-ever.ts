import { erasedPlace } from '../../rules/registrations/lately-erased.ts'
import type { Services } from '../../services.ts'
import type { ConnectedWebinar } from '../registrations/registrant.ts'

/** Tells who was erased in an account: nothing is made of them again by itself, whatever the provider lists. */
export async function erasedEver(
  { cipher, configuration }: ConnectedWebinar,
  { registrationStore }: Pick<Services, 'registrationStore'>,
): Promise<(email: string) => boolean> {
  const noted = await registrationStore.appliedOf({ configuration, webinarId: erasedPlace })
  const hashes = new Set([...noted].flatMap(([hash, { state }]) => (state === 'erased' ? [hash] : [])))
  return (email) => hashes.size > 0 && hashes.has(cipher.keyOf(erasedPlace, email).emailHash)
}
