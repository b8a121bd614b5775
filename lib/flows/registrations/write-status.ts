import { NotFoundError } from '../../core/errors.ts'
import type { Registration, SyncStatus } from '../../model/crm.ts'
import { isUnchanged } from '../../rules/registrations/sync-status.ts'
import type { Services } from '../../services.ts'

/**
 * Writes the status on each row where it is new, and only over the version that was read; then that version counts as
 * reconciled.
 * @throws ConflictError if a row was changed in between
 */
export async function writeStatus(
  registrations: readonly Registration[],
  status: SyncStatus,
  { crm, registrationStore }: Services,
) {
  for (const { kind, id, outcome: current, etag } of registrations) {
    if (isUnchanged(current, status)) {
      await registrationStore.noteSeen(id, etag)
      continue
    }
    const written = await crm.writeOutcome(kind, id, status, etag).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
    })
    if (written) await registrationStore.noteSeen(id, written)
  }
}
