import { type Ending, forPlanner } from '../../messages/for-planner.ts'
import type { UserMessage } from '../../messages/message.ts'
import { textHash } from '../../messages/sentence.ts'
import type { ShownStatus, SyncStatus, WrittenStatus } from '../../model/status.ts'
import type { AppliedState } from './applied-state.ts'

export function registeredAt(provider: string, providerId: string): SyncStatus {
  return { synced: true, state: 'published', message: { code: 'registered', provider }, providerId }
}

export function cancelledAt(provider: string): SyncStatus {
  return { synced: true, state: 'published', message: { code: 'cancelled', provider }, providerId: undefined }
}

/** They are still registered there, and kept out. */
export function blockedAt(provider: string): SyncStatus {
  return { synced: true, state: 'published', message: { code: 'blocked', provider }, providerId: undefined }
}

/** The status of somebody who is not to be registered. @param applied what the provider was told last */
export function endedAt(provider: string, applied: Pick<AppliedState, 'state'> | undefined): SyncStatus {
  return applied?.state === 'blocked' ? blockedAt(provider) : cancelledAt(provider)
}

/** The provider was asked to forget the person. */
export function erasedAt(provider: string): SyncStatus {
  return { synced: false, state: 'failed', message: { code: 'erased', provider }, providerId: undefined }
}

/** The data must be changed before the provider takes it. */
export function refused(reason: UserMessage): SyncStatus {
  const message = troubleReason(reason, 'refused')
  return { synced: false, state: 'failed', message, providerId: undefined }
}

/** The webinar, the account or the terms are not there (yet). */
export function parentFailed(reason: UserMessage): SyncStatus {
  return { synced: false, state: 'parent failed', message: reason, providerId: undefined }
}

/** It did not work this time. */
export function providerError(reason: UserMessage, isFinalAttempt: boolean): SyncStatus {
  const message = troubleReason(reason, isFinalAttempt ? 'gave up' : 'tries again')
  return { synced: false, state: 'provider error', message, providerId: undefined }
}

const ownSystems = [
  ...['storage_unreachable', 'record_unreadable', 'no_dataverse_token', 'dataverse_no_access'],
  ...['vault_unreachable', 'vault_refuses', 'vault_key_missing', 'vault_key_expired', 'vault_key_malformed'],
]

/**
 * Whether a reason to wait is no news for a planner, unless it lasts: a quota, or a system of the organisation's own.
 */
export function isPlumbing(reason: UserMessage): boolean {
  if (reason.code === 'asked_to_wait' || ownSystems.includes(reason.code)) return true
  return 'system' in reason && reason.system === 'Dataverse'
}

/**
 * Whether a message about the row still waits for its next try.
 * @param written the code of what was last written on the row; undefined: that is not known, so a message may be lost
 */
export function isRetrying({ state }: ShownStatus, written: string | undefined): boolean {
  return state === 'provider error' && written !== undefined && written !== 'gave_up'
}

/**
 * Whether a row shows the right status, in whatever words.
 * @param written the code of what was last written on the row; undefined: the columns beside the text have to do
 */
export function showsStatus(shown: ShownStatus, written: string | undefined, right: SyncStatus): boolean {
  return isSameState(shown, right) && (written === undefined || written === right.message.code)
}

/**
 * Whether writing `next` would change nothing that matters: each write wakes the webhook again. While the provider is
 * out, only giving up is news, because reasons may alternate from one try to the next.
 * @param written what was last written on the row; undefined: by the first release, which kept no record of it
 * @param text the sentence of `next`
 */
export function isUnchanged(
  shown: ShownStatus,
  written: WrittenStatus | undefined,
  next: SyncStatus,
  text: string,
): boolean {
  if (shown.state === 'provider error' && next.state === 'provider error') {
    return written?.code === 'gave_up' || next.message.code !== 'gave_up'
  }
  const isWritten = written
    ? written.code === next.message.code && written.hash === textHash(text)
    : shown.text === text
  // A row that lost what was written there, or whose record did not get so far, is written again.
  return isSameState(shown, next) && isWritten && textHash(shown.text) === (written?.hash ?? textHash(text))
}

function isSameState(shown: ShownStatus, next: SyncStatus) {
  return (
    shown.synced === next.synced &&
    shown.state === next.state &&
    (next.providerId === undefined || shown.providerId === next.providerId)
  )
}

/** The status that the row of a registration shows for an error. */
function troubleReason(message: UserMessage, ending: Ending): UserMessage {
  if (message.code === 'provider_refused') return { ...message, code: 'registration_refused' }
  if (message.code === 'webinar_inactive') return { ...message, code: 'registration_webinar_inactive' }
  return forPlanner(message, ending)
}
