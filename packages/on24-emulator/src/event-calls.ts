import { readWindow, within } from './date-window.ts'
import { moments, toListedEvent, toSingleEvent } from './event.ts'
import { toPage } from './paging.ts'
import { choice, flag } from './request.ts'
import { refuseSubaccounts } from './subaccounts.ts'
import type { Call, Event, Fields } from './types.ts'
import { eventsOf, openEvent } from './world.ts'

const contentTypes = ['all', 'experience', 'gateway', 'golive', 'pdf', 'video', 'webcast', 'webpage', 'forum']
const modes = {
  goodafter: 'goodafter',
  updated: 'lastupdated',
  modified: 'lastmodified',
  creation: 'createtimestamp',
  livestart: 'livestart',
  liveend: 'liveend',
  archivestart: 'archivestart',
  archiveend: 'archiveend',
} as const

/** `GET /event`: without dates, the events of the last 90 days; never a span over 180. */
export function listEvents({ world, account, query }: Call): object {
  refuseSubaccounts(query)
  const window = readWindow(query, world.now(), { defaultDays: 90, longestDays: 180 })
  const time = dated(query)
  const newestFirst = choice(query, 'filterOrder', ['asc', 'desc'], 'asc') === 'desc'
  const withInactive = flag(query, 'includeInactive', 'N')
  const type = choice(query, 'contentType', contentTypes, 'all')
  const wanted = (event: Event) => type === 'all' || type === event.contentType
  const found = eventsOf(world, account.clientId)
    .filter((event) => wanted(event) && (event.active || withInactive) && within(window, time(event)))
    .sort((one, other) => (newestFirst ? time(other) - time(one) : time(one) - time(other)))
  const { rows, pagecount, currentpage } = toPage(found, query)
  const list = { totalevents: found.length, events: rows.map(toListedEvent) }
  return flag(query, 'includeSubaccounts', 'N') ? { ...list, pagecount, currentpage } : list
}

/** `GET /event/{eventId}` */
export function getEvent({ world, account, path }: Call): object {
  return toSingleEvent(openEvent(world, account.clientId, path.eventId))
}

function dated(query: Fields): (event: Event) => number {
  const mode = choice(query, 'dateFilterMode', Object.keys(modes), 'goodafter') as keyof typeof modes
  return (event) => moments(event)[modes[mode]].getTime()
}
