import type { UserMessage } from '../../messages/message.ts'
import type { PlannedWebinar, WebinarRow } from '../../model/crm.ts'
import { mayLieAhead } from './event-time.ts'

/**
 * Whether an event or session is run as a webinar by this connector: people attend online, and somebody chose an
 * account or a webinar for it. What Microsoft's products stream (Teams, say) is theirs, whatever else the row carries.
 */
export function isWebinar(webinar: WebinarRow): boolean {
  const { online, streaming, configuration, webinarId } = webinar
  return online && streaming !== 'microsoft' && (configuration !== undefined || webinarId !== undefined)
}

/**
 * Why a row that looks like a webinar to its planner is none, if so. An event on site that is streamed by nobody is
 * simply no webinar.
 */
export function choiceProblem(row: PlannedWebinar, now: Date): UserMessage | undefined {
  const { kind, online, streaming } = row
  if (!row.active || row.cancelled || streaming === 'microsoft' || isWebinar(row)) return undefined
  if (!mayLieAhead(row.end, now)) return undefined
  if (online) return { code: 'no_configuration_chosen', kind }
  return streaming === 'other' ? { code: 'streamed_on_site', kind } : undefined
}
