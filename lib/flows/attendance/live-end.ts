import type { WebinarRow } from '../../model/crm.ts'
import { instantOf } from '../../rules/webinars/event-time.ts'
import type { Services } from '../../services.ts'
import { timeZoneOf } from '../webinars/time-zone.ts'

/** The instants at which webinars end, by row id. One without an end, or in a zone nobody knows, is left out. */
export async function liveEnds(
  webinars: readonly WebinarRow[],
  services: Pick<Services, 'timeZoneOfCode'>,
): Promise<Map<string, Date>> {
  const ends = new Map<string, Date>()
  for (const webinar of webinars) {
    const zone = await timeZoneOf(webinar, services)
    if (webinar.end && zone) ends.set(webinar.id, instantOf(webinar.end, zone))
  }
  return ends
}
