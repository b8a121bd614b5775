import type { PlannedWebinar } from '../../model/crm.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import { recordFor } from '../../rules/webinars/webinar-action.ts'
import { isPlanApplied, planOf } from '../../rules/webinars/webinar-plan.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { detectDrift } from '../registrations/detect-drift.ts'
import { giveMark } from './give-mark.ts'
import { preflight } from './preflight.ts'
import { reconcileWebinar } from './reconcile.ts'
import { timeZoneOf } from './time-zone.ts'
import { isAnothers } from './webinar-owner.ts'

/**
 * Periodic review of an upcoming webinar: preflight check, then drift detection, of the row as it was read once. A
 * webinar that the provider does not hold yet is reconciled, for what kept it from that may be gone; and so is one that
 * the row has changed since.
 */
export async function reviewWebinar(row: RowReference, services: Services) {
  const { crm, statusStore, reviewStore } = services
  const read = async () => ({
    // In this order: whoever writes a status after this knows newer facts than the row has.
    written: await statusStore.written('webinar', row.id),
    webinar: await crm.plannedWebinar(row),
  })
  const first = await read()
  if (!first.webinar) return { findings: 0, audit: undefined }
  const isNotHeld = !first.webinar.webinarId || (await isAnothers(first.webinar, services))
  if (isNotHeld) return reconcileWebinar(row, false, services)
  const isChanged = await isBehind(first.webinar, services)
  if (isChanged) await reconcileWebinar(row, false, services)
  const { written, webinar } = isChanged ? await read() : first
  if (!webinar || !isWebinar(webinar)) return { findings: 0, audit: undefined }
  const { findings, there } = await preflight(webinar, written, services, true)
  if (there) await giveMark(webinar, there, services)
  const isClosed = findings.some(({ code }) => code === 'unknown webinar' || code === 'inactive webinar')
  const audit = isClosed ? 'closed' : await detectDrift(webinar, services)
  const agrees = typeof audit === 'object' && audit.differing === 0 && audit.linkless === undefined && !audit.unfinished
  const isWell = agrees && findings.every(({ level }) => level !== 'error')
  await reviewStore.noteDone(webinar.kind, webinar.id, isWell)
  return { findings: findings.length, audit }
}

/** Whether the row asks for another webinar than the provider was told: a change of which no message came. */
async function isBehind(webinar: PlannedWebinar, services: Services) {
  const record = await services.webinarStore.record(webinar.id)
  const known = recordFor(webinar, record)
  if (!webinar.configuration || !known) return false
  const account = await services.accountFor(webinar.configuration)
  const planned = planOf(webinar, await timeZoneOf(webinar, services), account)
  return planned.problem === undefined && !isPlanApplied(known.appliedHash, planned.plan)
}
