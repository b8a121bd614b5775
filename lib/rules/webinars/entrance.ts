import { hour } from '../../core/time.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { Entrance } from '../../model/entrance.ts'
import { endInstantOf, instantOf } from './event-time.ts'

/** How the audience of a webinar is known by what was read or made just now, beside the row. */
export type Known = { webinarId?: string | undefined; audienceUrl?: string | undefined }

/**
 * Where the audience of a webinar gets in.
 * @param known what the provider said just now, if it was asked
 * @param before as it was noted last
 * @param zone IANA; undefined: its times cannot be told
 */
export function entranceOf(
  webinar: PlannedWebinar,
  known: Known,
  before: Entrance | undefined,
  zone: string | undefined,
): Entrance {
  const { title, configuration = '', cancelled: isCancelled, start: from, end: to, shown } = webinar
  const webinarId = known.webinarId ?? webinar.webinarId ?? ''
  const isSame = before?.webinarId === webinarId && before.configuration === configuration
  const linked = webinarId === webinar.webinarId ? shown.links.find(isAddress) : undefined
  const start = from !== undefined && zone ? instantOf(from, zone) : undefined
  const end = to !== undefined && zone && start ? endInstantOf(to, zone, start) : undefined
  return {
    ...{ configuration, webinarId, title, start, end, zone: zone ?? '', isCancelled },
    audienceUrl: webinarId ? (known.audienceUrl ?? ((isSame && before.audienceUrl) || linked || '')) : '',
  }
}

/** A link of that hour opens the webinar; before, its page tells of little but its start. */
const opensBefore = hour

/**
 * Whether the audience gets in now. The provider's page knows best what there is to see from an hour before the start until
 * the archive ends.
 * @param archiveEnd undefined: not known, so its page tells
 */
export function entryAt(
  { start, end }: Pick<Entrance, 'start' | 'end'>,
  archiveEnd: Date | undefined,
  now: Date,
): 'early' | 'open' | 'over' {
  if (start && now.getTime() < start.getTime() - opensBefore) return 'early'
  return end && end < now && archiveEnd && archiveEnd < now ? 'over' : 'open'
}

/** Planners can type into the column. */
function isAddress(link: string) {
  return URL.parse(link)?.protocol === 'https:'
}
