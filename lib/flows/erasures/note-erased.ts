import { ConflictError } from '../../core/errors.ts'
import type { RegistrantCipher } from '../../credentials/registrant-cipher.ts'
import { erasedPlace } from '../../rules/registrations/lately-erased.ts'
import type { Services } from '../../services.ts'

/**
 * Notes of each webinar of a person that they are erased there, and of the account that they were: a worker that is about
 * to register them loses the race, and nobody does so by themselves afterwards.
 * @param webinars their ids at the provider
 * @param at when the erasure was ordered: what was noted since then is of this order
 * @throws ConflictError while a worker tells the provider something of them
 */
export async function noteErased(
  webinars: ReadonlySet<string>,
  emails: readonly string[],
  { cipher, configuration, at }: { cipher: RegistrantCipher; configuration: string; at: Date },
  { registrationStore }: Services,
) {
  for (const webinarId of [erasedPlace, ...webinars]) {
    for (const email of emails) {
      const key = cipher.keyOf(webinarId, email)
      const applied = await registrationStore.readApplied(key)
      if (applied.state === 'erased' && applied.at >= at) continue
      if (await registrationStore.noteErased(key, applied)) continue
      throw new ConflictError(`Another worker is at this registrant of ${configuration}.`)
    }
  }
}
