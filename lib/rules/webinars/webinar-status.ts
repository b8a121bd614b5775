import { forPlanner } from '../../messages/for-planner.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar, WebinarKind } from '../../model/crm.ts'

export const webinarStatuses = ['status_ready', 'status_attention', 'status_cancelled', 'status_sessions'] as const
/** Codes of the status column, which holds one or two words. */
export type WebinarStatus = (typeof webinarStatuses)[number]

export function isWebinarStatus(code: string | undefined): code is WebinarStatus {
  return webinarStatuses.some((status) => status === code)
}

/** The status of a row whose plan has this problem: an event that runs in its sessions needs nothing. */
export function problemStatus({ code }: UserMessage): WebinarStatus {
  return code === 'event_in_sessions' ? 'status_sessions' : 'status_attention'
}

export function cancelledReason(provider: string, how: 'begun' | 'kept' | 'deleted'): UserMessage {
  const codes = { begun: 'webinar_cancelled_late', kept: 'webinar_cancelled', deleted: 'webinar_deleted' } as const
  return { code: codes[how], provider }
}

/** Why a change is not told to the provider once the start on the row has passed. */
export function lateReason(kind: WebinarKind, provider: string, begun: boolean): UserMessage {
  return begun ? { code: 'too_late', provider } : { code: 'started_here_only', kind, provider }
}

/** Why nothing is done at the provider for a row that names the webinar of another one. */
export function ofOtherReason({ cancelled, webinarId = '' }: PlannedWebinar, owner: PlannedWebinar): UserMessage {
  const facts = { webinarId, ownerKind: owner.kind, owner: owner.title }
  return { code: cancelled ? 'webinar_of_other_stays' : 'webinar_of_other', ...facts }
}

/** The reason that the row of an event or session shows for an error. */
export function troubleReason(message: UserMessage, ending: Parameters<typeof forPlanner>[1]): UserMessage {
  if (message.code === 'provider_refused') return { ...message, code: 'webinar_refused' }
  return forPlanner(message, ending)
}
