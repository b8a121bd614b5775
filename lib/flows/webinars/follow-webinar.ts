import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { enqueueRegistrationsOfWebinar, enqueueSessionsOfEvent } from '../sweep/fan-out.ts'
import { reconcileWebinar, type WebinarResult } from './reconcile.ts'

/** All that a changed event or session may mean: first for the webinar itself, then for who waits for it. */
export async function reconcileWebinarAndFanOut(
  row: RowReference,
  isFinalAttempt: boolean,
  services: Services,
): Promise<WebinarResult> {
  const ending = await reconcileWebinar(row, isFinalAttempt, services)
  await enqueueRegistrationsOfWebinar(row, services)
  await enqueueSessionsOfEvent(row, services)
  return ending
}
