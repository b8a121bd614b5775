import type { WebinarRow } from '../../model/crm.ts'
import { erasedPlace, latelyErased } from '../../rules/registrations/lately-erased.ts'
import type { Services } from '../../services.ts'

export const nobody = () => false

/** Tells who was erased in a webinar's account so lately that the provider's lists may show them as they were. */
export async function erasedLately(
  { configuration = '' }: WebinarRow,
  { registrationStore, registrantCipherFor, now }: Services,
): Promise<(email: string) => boolean> {
  const hashes = latelyErased(await registrationStore.appliedOf({ configuration, webinarId: erasedPlace }), now())
  if (hashes.size === 0) return nobody
  const { keyOf } = await registrantCipherFor(configuration)
  return (email) => hashes.has(keyOf(erasedPlace, email).emailHash)
}
