import { TooLateError } from '../../core/errors.ts'
import type { SyncStatus } from '../../model/status.ts'
import { cancelledHash } from '../../rules/registrations/applied-state.ts'
import { desiredRegistrant } from '../../rules/registrations/desired-state.ts'
import { blockedAt, cancelledAt } from '../../rules/registrations/sync-status.ts'
import type { Services } from '../../services.ts'
import type { StoredState } from '../../stores/registrations.ts'
import { findSiblings } from './find-siblings.ts'
import type { RegistrantAt } from './registrant.ts'

/**
 * Keeps out somebody who was to be cancelled after the start, where the account's settings say so. An event or session
 * that was called off as a whole keeps nobody out: its recording may be for all.
 * @param error why they could not be cancelled: thrown where nobody is to be kept out
 */
export async function keepOutIfLate(
  error: unknown,
  registrant: RegistrantAt,
  registrationId: string,
  services: Services,
): Promise<SyncStatus> {
  const { account, configuration, kind, webinarRow, key } = registrant
  if (!(error instanceof TooLateError) || !account.blocking) throw error
  if (!(await services.crm.accountSettings(configuration)).blockLate) throw error
  // Read anew, in the order that keeps older data from replacing newer.
  const applied = await services.registrationStore.readApplied(key)
  if (desiredRegistrant(await findSiblings(registrant, registrationId, services))) throw error
  const webinar = await services.crm.webinar({ table: services.crm.webinarTableOf(kind), id: webinarRow })
  if (webinar?.cancelled) throw error
  return keepOut(registrant, applied, services)
}

/**
 * Blocks a registrant, and remembers that the connector did: somebody whom others blocked is never let in by it.
 * @param applied read before CRM; `blocked`: an earlier run may have blocked them already
 */
export async function keepOut(
  { account, key, webinarId, email }: RegistrantAt,
  applied: StoredState,
  { registrationStore }: Services,
): Promise<SyncStatus> {
  const { blocking, title } = account
  const { providerId } = applied
  if (!blocking) return cancelledAt(title)
  if (applied.state !== 'blocked' && (await blocking.isBlocked(webinarId, email)) !== false) {
    await registrationStore.fence(key, applied, { ...applied, state: 'cancelled', appliedHash: cancelledHash })
    return cancelledAt(title)
  }
  await registrationStore.apply(key, applied, { state: 'blocked', hash: cancelledHash }, async () => {
    await blocking.setBlocked(webinarId, email, true)
    return { providerId }
  })
  return blockedAt(title)
}
