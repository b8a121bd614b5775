import { isSameEmail } from '../../core/email.ts'
import { RefusedError } from '../../core/errors.ts'
import type { Registration } from '../../model/crm.ts'
import type { SyncStatus } from '../../model/status.ts'
import { isThere } from '../../model/webinar.ts'
import { faultMessage } from '../../rules/mapping/mapped-fields.ts'
import {
  cancelledHash,
  isErased,
  isUpToDate,
  mayBeRegistered,
  neverApplied,
} from '../../rules/registrations/applied-state.ts'
import { desiredRegistrant, mailedBy, oldestActive } from '../../rules/registrations/desired-state.ts'
import { endedAt, erasedAt, registeredAt } from '../../rules/registrations/sync-status.ts'
import type { Services } from '../../services.ts'
import type { StoredState } from '../../stores/registrations.ts'
import { ensureAssigned, type InHand } from './ensure-assigned.ts'
import { keepOut } from './keep-out.ts'
import { nobodyIfClosed } from './listed-registrants.ts'
import type { RegistrantAt } from './registrant.ts'

/**
 * Applies the difference between what the provider was told of a registrant and what its registrations in CRM ask for.
 *
 * The applied state is read before CRM, and every run ends with a write over that very state: a worker that read older
 * data loses the race (`ConflictError`) and comes back to read everything again. So older data never replaces newer, and
 * nobody is sent twice at once.
 * @param applied as it was before the siblings were read
 * @param inHand the registration whose message is worked on
 * @param foreign another integration may have registered the address: it is cancelled though nothing was ever sent
 */
export async function reconcileRegistrant(
  registrant: RegistrantAt,
  applied: StoredState,
  siblings: readonly Registration[],
  inHand: InHand,
  foreign: boolean,
  services: Services,
): Promise<SyncStatus> {
  const { registrationStore } = services
  const { account, cipher, key, email, webinarId, configuration } = registrant
  const found = desiredRegistrant(siblings)
  if (!found) {
    const isDone = isUpToDate(applied, undefined) || !(foreign || mayBeRegistered(applied))
    if (applied.state === 'blocked' && !isDone) return keepOut(registrant, applied, services)
    // Somebody who was erased is not named to the provider again, and may be registered anew after this.
    if (applied.state === 'erased') await registrationStore.fence(key, applied, neverApplied)
    else if (isDone) await registrationStore.fence(key, applied)
    else {
      const { providerId } = applied
      await account.acquireRegistrantQuota(webinarId)
      await registrationStore.apply(key, applied, { state: 'cancelled', hash: cancelledHash }, async () => {
        const isFound = await account.cancel(webinarId, { email, providerId: providerId || undefined })
        if (!isFound && applied.state === 'registered') await cancelRenamed(registrant, providerId, services)
        return { providerId }
      })
    }
    return endedAt(account.title, applied)
  }
  const desired = mailedBy(found, await services.crm.accountSettings(configuration))
  await ensureAssigned(desired.registrationId, inHand, registrant, services)
  if (isErased(applied, siblings)) {
    await registrationStore.fence(key, applied)
    return erasedAt(account.title)
  }
  const hashes = cipher.hashesOf(desired)
  if (isUpToDate(applied, hashes)) {
    await registrationStore.fence(key, applied, { ...applied, appliedHash: hashes[0] })
    return registeredAt(account.title, applied.providerId)
  }
  const faults = oldestActive(siblings)?.faults ?? []
  const problem = faultMessage(faults, account.title)
  if (problem) {
    await registrationStore.fence(key, applied)
    throw new RefusedError(problem)
  }
  // An id on a row that is of the registrant it just left says nothing of this one.
  const shown = siblings.map(({ outcome }) => outcome.providerId).filter((id) => id !== inHand.releasedProviderId)
  const never = shown.some(Boolean) ? 'unknown' : 'none'
  // Somebody who was blocked was never cancelled.
  const told = applied.state === 'blocked' ? 'registered' : applied.state
  const before = told === 'registered' || told === 'cancelled' ? told : never
  const next = { state: 'registered', hash: hashes[0] } as const
  const register = async () => {
    const registered = await account.register(webinarId, desired, before)
    if (applied.state === 'blocked') await account.blocking?.setBlocked(webinarId, email, false)
    return registered
  }
  // Before the lease is taken: whoever waits must not keep others from the registrant.
  await account.acquireRegistrantQuota(webinarId)
  return registeredAt(account.title, await registrationStore.apply(key, applied, next, register))
}

/** Somebody gave the person another address at the provider: there they are still registered. */
async function cancelRenamed(
  { account, configuration, webinarId, email }: RegistrantAt,
  providerId: string,
  { listedRegistrants }: Services,
) {
  const list = await listedRegistrants(configuration, webinarId).catch(nobodyIfClosed)
  const listed = list?.byProviderId.get(providerId)
  const isRenamed = listed && isThere(listed) && !isSameEmail(listed.email, email)
  if (!isRenamed) return
  await account.acquireRegistrantQuota(webinarId)
  await account.cancel(webinarId, listed)
}
