import type { PlannedWebinar } from '../../model/crm.ts'
import type { Entrance } from '../../model/entrance.ts'
import { entranceOf, type Known } from '../../rules/webinars/entrance.ts'
import type { Services } from '../../services.ts'
import { timeZoneOf } from './time-zone.ts'

/**
 * Notes where the audience of a webinar gets in now.
 * @param known what the provider said of it just now, if it was asked
 */
export async function noteEntrance(
  webinar: PlannedWebinar,
  known: Known,
  services: Pick<Services, 'entranceStore' | 'timeZoneOfCode'>,
): Promise<Entrance> {
  const { kind, id } = webinar
  const before = await services.entranceStore.entrance(kind, id)
  const next = entranceOf(webinar, known, before, await timeZoneOf(webinar, services))
  await services.entranceStore.note(kind, id, next, before)
  return next
}
