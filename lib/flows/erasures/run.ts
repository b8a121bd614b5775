import { AppError } from '../../core/errors.ts'
import type { Services } from '../../services.ts'
import { eraseInAccount, settleTime } from './erase-in-account.ts'

/**
 * Goes on with an erasure: each account costs itself, and what is done is not done again. A reading of attendance that was
 * under way may write rows of the person after these were deleted, so it is looked at once more when that has ended.
 * @throws the first error, once all accounts were tried: the message comes back for those that are left
 */
export async function runErasure(id: string, services: Services) {
  const { erasureStore, eraseOn, now } = services
  const erasure = await erasureStore.erasure(id)
  if (!erasure) return 'gone'
  const parts = await erasureStore.parts(id)
  let failure: unknown
  let settles = false
  for (const part of parts) {
    if (part.state === 'done' || part.state === 'refused') continue
    if (part.state === 'settling' && part.after && part.after > now()) continue
    try {
      settles = (await eraseInAccount({ id, ...erasure }, part, services)) === 'settling' || settles
    } catch (error) {
      if (error instanceof AppError) error.configuration ??= part.configuration
      failure ??= error
    }
  }
  if (settles) await eraseOn(id, settleTime)
  if (failure !== undefined) throw failure
  return settles ? 'settling' : 'done'
}
