import type { WebinarRow } from '../../model/crm.ts'
import { instantOf } from '../../rules/webinars/event-time.ts'
import type { Services } from '../../services.ts'

/** The instants at which webinars end, by row id. One without an end, or in a zone nobody knows, is left out. */
export async function liveEnds(
  webinars: readonly WebinarRow[],
  { crm, timeZoneOfCode }: Services,
): Promise<Map<string, Date>> {
  const lacking = webinars.filter(({ timeZoneCode }) => timeZoneCode === undefined)
  const codes = await crm.timeZoneCodes(lacking.map(({ eventId }) => eventId))
  const ends = new Map<string, Date>()
  for (const { id, end, timeZoneCode, eventId } of webinars) {
    const code = timeZoneCode ?? codes.get(eventId)
    const zone = code === undefined ? undefined : await timeZoneOfCode(code)
    if (end && zone) ends.set(id, instantOf(end, zone))
  }
  return ends
}
