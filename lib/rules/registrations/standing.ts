import type { Registration, Standing } from '../../model/crm.ts'
import type { SyncStatus } from '../../model/status.ts'

type HeldBack = Exclude<Standing, 'registered' | 'checked in' | 'cancelled'>

/** Whether a registration asks for a place in the webinar. */
export function isActive({ standing }: Pick<Registration, 'standing'>): boolean {
  return standing === 'registered' || standing === 'checked in'
}

/** Whether a registration gives up a place in the webinar. */
export function isCancelled({ standing }: Pick<Registration, 'standing'>): boolean {
  return standing === 'cancelled'
}

/** Neither registered nor cancelled: nothing is sent for it, and nobody is cancelled who registered elsewhere. */
function isHeldBack(standing: Standing): standing is HeldBack {
  return standing === 'waitlisted' || standing === 'on hold' || standing === 'unknown'
}

/**
 * The status that a row shows where the provider agrees with its registrant: a row that is held back says so, whatever
 * another registration of the same address has come to.
 * @param status what came of the registrant
 */
export function rowStatus({ standing }: Pick<Registration, 'standing'>, status: SyncStatus): SyncStatus {
  if (!status.synced || !isHeldBack(standing)) return status
  return { synced: false, state: 'pending', message: { code: codes[standing] }, providerId: undefined }
}

const codes = { waitlisted: 'waitlisted', 'on hold': 'on_hold', unknown: 'status_reason_unknown' } as const
