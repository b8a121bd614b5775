import type { WebinarRow } from '../../model/crm.ts'

/**
 * Whether an event or session is run as a webinar by this connector: people attend online, and somebody chose an
 * account or a webinar for it. An online event without either is run by another product (Teams, say).
 */
export function isWebinar(webinar: WebinarRow): boolean {
  return webinar.online && (webinar.configuration !== undefined || webinar.webinarId !== undefined)
}
