import type { Webinars } from '../../dataverse/webinars.ts'
import type { Queues, RowReference } from '../../stores/queues.ts'
import { queueRegistrationsOfWebinar, queueSessionsOfEvent } from '../sweep/fan-out.ts'
import { type Neighbours as Syncing, syncWebinar, type WebinarEnding } from './reconcile.ts'

export type Neighbours = Syncing &
  Parameters<typeof queueRegistrationsOfWebinar>[1] & { crm: Pick<Webinars, 'sessionsOf'>; queues: Queues }

/** All that a changed event or session may mean: first for the webinar itself, then for who waits for it. */
export async function followWebinar(row: RowReference, lastTry: boolean, given: Neighbours): Promise<WebinarEnding> {
  const ending = await syncWebinar(row, lastTry, given)
  await queueRegistrationsOfWebinar(row, given)
  await queueSessionsOfEvent(row, given)
  return ending
}
