import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { recordFor } from '../../rules/webinars/webinar-action.ts'
import { isPlanApplied, planOf } from '../../rules/webinars/webinar-plan.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { detectDrift } from '../registrations/detect-drift.ts'
import { preflightWebinar } from './preflight.ts'
import { reconcileWebinar } from './reconcile.ts'
import { timeZoneOf } from './time-zone.ts'
import { isAnothers } from './webinar-owner.ts'

/**
 * Periodic review of an upcoming webinar: preflight check, then drift detection. A webinar that the provider does not
 * hold yet is reconciled, for what kept it from that may be gone; and so is one that the row has changed since.
 */
export async function reviewWebinar(row: RowReference, services: Services) {
  const webinar = await services.crm.webinar(row)
  if (webinar && (!webinar.webinarId || (await isAnothers(webinar, services))))
    return reconcileWebinar(row, false, services)
  if (webinar && (await isBehind(webinar, services))) await reconcileWebinar(row, false, services)
  const { findings } = await preflightWebinar(row, services).catch(ifNone)
  const closed = findings.some(({ code }) => code === 'unknown webinar' || code === 'inactive webinar')
  return { findings: findings.length, audit: closed ? 'closed' : await detectDrift(row, services) }
}

/** Whether the row asks for another webinar than the provider was told: a change of which no message came. */
async function isBehind(row: WebinarRow, services: Services) {
  const record = await services.webinarStore.record(row.id)
  const webinar = record && (await services.crm.plannedWebinar(row))
  const known = webinar && recordFor(webinar, record)
  if (!webinar?.configuration || !known) return false
  const account = await services.accountFor(webinar.configuration)
  const planned = planOf(webinar, await timeZoneOf(webinar, services), account)
  return planned.problem === undefined && !isPlanApplied(known.appliedHash, planned.plan)
}

/** Between the message and now the row may have stopped being a webinar. */
function ifNone(error: unknown): Pick<Awaited<ReturnType<typeof preflightWebinar>>, 'findings'> {
  if (error instanceof NotFoundError || error instanceof RefusedError) return { findings: [] }
  throw error
}
