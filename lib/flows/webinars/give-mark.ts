import { AppError } from '../../core/errors.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { ProviderWebinar } from '../../model/webinar.ts'
import { recordFor } from '../../rules/webinars/webinar-action.ts'
import { markToGive } from '../../rules/webinars/webinar-mark.ts'
import type { Services } from '../../services.ts'

/**
 * Sees that a webinar ahead carries the mark of its row and environment: one that was taken over has none, and the first
 * edition's has no environment. Nobody waits for it: where it fails, the next review does it.
 * @param there as the provider has it
 */
export async function giveMark(webinar: PlannedWebinar, there: ProviderWebinar, services: Services) {
  const { webinarStore, accountFor, ownOrganizations, now } = services
  if (!there.active || !there.start || there.start <= now()) return
  try {
    const known = recordFor(webinar, await webinarStore.record(webinar.id))
    if (!known) return
    const mark = markToGive(webinar.id, known.createdByConnector, there.externalId, await ownOrganizations())
    if (mark) await (await accountFor(known.configuration))?.mark(there.webinarId, mark)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
  }
}
