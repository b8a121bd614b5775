import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { WebinarPlan } from '../../model/webinar.ts'
import { isWebinar } from './is-webinar.ts'
import { isPlanApplied, type Planned, planHash } from './webinar-plan.ts'

/** The record of the webinar of a row. */
export type WebinarRecord = {
  configuration: string
  webinarId: string
  /** Fingerprint of the plan that the provider was told; empty as long as the answer is out. */
  appliedHash: string
  state: 'held' | 'cancelled' | 'deleted'
  /** The connector made it itself; one that it took over is somebody else's, and never deleted. */
  createdByConnector: boolean
  /** The deleted webinar in whose place it was made; a row that still names it means the new one. Empty if none was. */
  replacedWebinarId: string
  /** The first edition kept it, which marked webinars with the row alone. */
  isUnmarked?: true
}

/** The record of the webinar that a row means; undefined if it is of another webinar, or there is none. */
export function recordFor<M extends WebinarRecord>(
  { configuration, webinarId }: PlannedWebinar,
  record: M | undefined,
) {
  if (!record || !webinarId || record.configuration !== configuration) return undefined
  return record.webinarId === webinarId || record.replacedWebinarId === webinarId ? record : undefined
}

/** The step that makes the provider hold the webinar that the row asks for. */
export type WebinarAction =
  | { do: 'create'; plan: WebinarPlan }
  /** Take the webinar that the row names as it is, and show its links. */
  | { do: 'adopt'; webinarId: string; appliedHash: string }
  /** Late: by its row the webinar has begun; what the provider was told last decides. */
  | { do: 'update'; webinarId: string; plan: WebinarPlan; late: boolean }
  | { do: 'cancel'; webinarId: string; late: boolean }
  /** The planner has to do something first, or the webinar is over. */
  | { do: 'say'; reason: UserMessage }
  | { do: 'leave alone' }

/** Whether a row asks for nothing at the provider, so that no trouble there concerns it. */
export function isOutOfScope(row: PlannedWebinar): boolean {
  return !row.active || !isWebinar(row) || (row.cancelled && !row.webinarId)
}

/**
 * Decides by the row as it stands and what the provider was told before.
 * @param written the code of the status that was last written on the row
 * @param accountProblem why nothing can be done at the provider at all, if so
 * @param over what the row says of its webinar once that is over
 */
export function webinarAction(
  row: PlannedWebinar,
  planned: Planned,
  record: WebinarRecord | undefined,
  written: string | undefined,
  accountProblem: UserMessage | undefined,
  now: Date,
  over?: UserMessage,
): WebinarAction {
  if (isOutOfScope(row)) return { do: 'leave alone' }
  const ours = recordFor(row, record)
  const webinarId = ours?.webinarId ?? row.webinarId
  const calledOff = ours !== undefined && ours.state !== 'held' && written === 'status_cancelled'
  if (row.cancelled && calledOff) return { do: 'leave alone' }
  if (accountProblem !== undefined) return { do: 'say', reason: accountProblem }
  const plan = planned.problem === undefined ? planned.plan : undefined
  const late = plan !== undefined && plan.start <= now
  if (row.cancelled && webinarId) return { do: 'cancel', webinarId, late }

  const told = plan ? planHash(plan) : ''
  if (webinarId && ours?.state !== 'deleted') {
    if (!ours) return { do: 'adopt', webinarId, appliedHash: told }
    // Until the row names the webinar that was made in place of another, that has to be shown first.
    if (webinarId !== row.webinarId) return { do: 'adopt', webinarId, appliedHash: ours.appliedHash }
    if (planned.problem !== undefined) return { do: 'say', reason: planned.problem }
    if (isPlanApplied(ours.appliedHash, planned.plan)) {
      const linked = row.shown.links.length > 0
      if (over && linked && ours.state === 'held') return { do: 'say', reason: over }
      const shown = linked && (written === 'status_ready' || written === 'status_finding')
      return shown ? { do: 'leave alone' } : { do: 'adopt', webinarId, appliedHash: told }
    }
    return { do: 'update', webinarId, plan: planned.plan, late }
  }
  const wanted = newWebinar(row, planned, now)
  if (wanted.problem !== undefined) return { do: 'say', reason: wanted.problem }
  return { do: 'create', plan: wanted.plan }
}

/** The plan for a row that has no webinar yet, or the first problem that prevents it. */
export function newWebinar({ kind, type, language }: PlannedWebinar, planned: Planned, now: Date): Planned {
  if (planned.problem !== undefined) return planned
  if (planned.plan.start <= now) return { problem: { code: 'starts_in_past', kind } }
  if (!type) return { problem: { code: 'no_type', kind } }
  if (!language) return { problem: { code: 'no_language', kind } }
  return planned
}
