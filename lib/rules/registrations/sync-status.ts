import type { SyncStatus } from '../../model/crm.ts'

const longestStatus = 100
const gaveUp = ' The connector gave up.'

export function registeredAt(provider: string, providerId: string): SyncStatus {
  return { synced: true, state: 'published', status: `Registered at ${provider}`, providerId }
}

export function cancelledAt(provider: string): SyncStatus {
  return { synced: true, state: 'published', status: `Cancelled at ${provider}`, providerId: undefined }
}

/** The data must be changed before the provider takes it. */
export function refused(reason: string): SyncStatus {
  return { synced: false, state: 'failed', status: shortened(reason), providerId: undefined }
}

/** The webinar, the account or the terms are not there (yet). */
export function parentFailed(reason: string): SyncStatus {
  return { synced: false, state: 'parent failed', status: shortened(reason), providerId: undefined }
}

/** It did not work this time. */
export function providerError(reason: string, lastTry: boolean): SyncStatus {
  const end = lastTry ? gaveUp : ' The connector tries again.'
  return {
    synced: false,
    state: 'provider error',
    status: `${shortened(reason, longestStatus - end.length)}${end}`,
    providerId: undefined,
  }
}

/** Whether a message about the row still waits for its next try. */
export function isRetrying({ state, status }: SyncStatus): boolean {
  return state === 'provider error' && !status.endsWith(gaveUp)
}

/**
 * Whether writing `next` over `current` would change nothing that matters: each write wakes the webhook again. While the
 * provider is out, only giving up is news, because reasons may alternate from one try to the next.
 */
export function isUnchanged(current: SyncStatus, next: SyncStatus): boolean {
  if (current.state === 'provider error' && next.state === 'provider error') {
    return current.status.endsWith(gaveUp) || !next.status.endsWith(gaveUp)
  }
  return (
    current.synced === next.synced &&
    current.state === next.state &&
    current.status === next.status &&
    (next.providerId === undefined || current.providerId === next.providerId)
  )
}

function shortened(reason: string, length = longestStatus) {
  return reason.length <= length ? reason : `${reason.slice(0, length - 1)}…`
}
