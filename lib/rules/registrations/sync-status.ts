import { type Ending, forPlanner } from '../../messages/for-planner.ts'
import type { UserMessage } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { SyncStatus } from '../../model/crm.ts'

/** The column takes so many characters. */
const room = 100

export function registeredAt(provider: string, providerId: string): SyncStatus {
  return { synced: true, state: 'published', status: text({ code: 'registered', provider }), providerId }
}

export function cancelledAt(provider: string): SyncStatus {
  return { synced: true, state: 'published', status: text({ code: 'cancelled', provider }), providerId: undefined }
}

/** The data must be changed before the provider takes it. */
export function refused(reason: UserMessage): SyncStatus {
  return { synced: false, state: 'failed', status: text(troubleReason(reason, 'refused')), providerId: undefined }
}

/** The webinar, the account or the terms are not there (yet). */
export function parentFailed(reason: UserMessage): SyncStatus {
  return { synced: false, state: 'parent failed', status: text(reason), providerId: undefined }
}

/** It did not work this time. */
export function providerError(reason: UserMessage, lastTry: boolean): SyncStatus {
  const status = text(troubleReason(reason, lastTry ? 'gave up' : 'tries again'))
  return { synced: false, state: 'provider error', status, providerId: undefined }
}

/** Whether a message about the row still waits for its next try. */
export function isRetrying({ state, status }: SyncStatus): boolean {
  return state === 'provider error' && status !== gaveUp
}

/**
 * Whether writing `next` over `current` would change nothing that matters: each write wakes the webhook again. While the
 * provider is out, only giving up is news, because reasons may alternate from one try to the next.
 */
export function isUnchanged(current: SyncStatus, next: SyncStatus): boolean {
  if (current.state === 'provider error' && next.state === 'provider error') {
    return current.status === gaveUp || next.status !== gaveUp
  }
  return (
    current.synced === next.synced &&
    current.state === next.state &&
    current.status === next.status &&
    (next.providerId === undefined || current.providerId === next.providerId)
  )
}

/** What the row of a registration says of an error. */
function troubleReason(message: UserMessage, ending: Ending): UserMessage {
  if (message.code === 'provider_refused') return { ...message, code: 'registration_refused' }
  if (message.code === 'webinar_inactive') return { ...message, code: 'registration_webinar_inactive' }
  return forPlanner(message, ending)
}

function text(message: UserMessage) {
  return sentence(message, 'en', room)
}

const gaveUp = text({ code: 'gave_up' })
