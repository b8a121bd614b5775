import { forPlanner } from '../../messages/for-planner.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { ForeignWebinar, PlannedWebinar, WebinarKind } from '../../model/crm.ts'
import type { Finding } from './preflight-findings.ts'

export const webinarStatuses = [
  'status_ready',
  'status_attention',
  /** Needs attention for what only a review sees; one takes it back. */
  'status_finding',
  'status_cancelled',
  'status_sessions',
  'status_over',
] as const
/** Codes of the status column, which holds one or two words. */
export type WebinarStatus = (typeof webinarStatuses)[number]

export function isWebinarStatus(code: string | undefined): code is WebinarStatus {
  return webinarStatuses.some((status) => status === code)
}

const statusOfReason: { [Code in UserMessage['code']]?: WebinarStatus } = {
  webinar_ready: 'status_ready',
  event_in_sessions: 'status_sessions',
  webinar_over: 'status_over',
  webinar_over_read: 'status_over',
}

/** The status of a row that says this of its webinar. */
export function statusOf({ code }: UserMessage): WebinarStatus {
  return statusOfReason[code] ?? 'status_attention'
}

/**
 * The status that a review writes; undefined: what its row says stays until the webinar is reconciled.
 * @param worst what the row is to say of it, if anything
 * @param written the status that was last written
 */
export function reviewedStatus(
  worst: Pick<Finding, 'code' | 'level'> | undefined,
  written: WebinarStatus,
): WebinarStatus | undefined {
  if (worst?.level === 'error') {
    return worst.code === 'start differs' || worst.code === 'required fields' ? 'status_finding' : 'status_attention'
  }
  if (written === 'status_ready' || written === 'status_finding') return 'status_ready'
  return undefined
}

export function cancelledReason(provider: string, how: 'begun' | 'kept' | 'deleted'): UserMessage {
  const codes = { begun: 'webinar_cancelled_late', kept: 'webinar_cancelled', deleted: 'webinar_deleted' } as const
  return { code: codes[how], provider }
}

/** Why a change is not told to the provider once the start on the row has passed. */
export function lateReason(kind: WebinarKind, provider: string, begun: boolean): UserMessage {
  return begun ? { code: 'too_late', provider } : { code: 'started_here_only', kind, provider }
}

/** Why nothing is done at the provider for a row that names the webinar of another row, or of another environment. */
export function ofOtherReason(
  { cancelled, webinarId = '' }: PlannedWebinar,
  owner: PlannedWebinar | ForeignWebinar,
): UserMessage {
  if (!('id' in owner)) {
    if (cancelled) return { code: 'webinar_of_environment_stays', webinarId }
    return { code: owner.madeFor === 'another' ? 'webinar_of_environment' : 'webinar_of_unknown', webinarId }
  }
  const facts = { webinarId, ownerKind: owner.kind, owner: owner.title }
  return { code: cancelled ? 'webinar_of_other_stays' : 'webinar_of_other', ...facts }
}

/** The reason that the row of an event or session shows for an error. */
export function troubleReason(message: UserMessage, ending: Parameters<typeof forPlanner>[1]): UserMessage {
  if (message.code === 'provider_refused') return { ...message, code: 'webinar_refused' }
  return forPlanner(message, ending)
}
