import { isNews, lastActive, sawLive, toAttendeeRow, toRealTimeRow } from './attendance.ts'
import { bestGuess } from './best-guess.ts'
import { type DateWindow, readWindow, within } from './date-window.ts'
import { toPage } from './paging.ts'
import { flag } from './request.ts'
import { byLastActivity, readFilter } from './row-filter.ts'
import { streamedList } from './streamed-list.ts'
import { refuseSubaccounts } from './subaccounts.ts'
import type { Attendee, Call, Fields } from './types.ts'
import { eventsOf, openEvent } from './world.ts'

/** `GET /event/{eventId}/attendee`: all attendees in one answer. */
export function listAttendees({ world, account, path, query }: Call): Response {
  const { eventid, attendees } = openEvent(world, account.clientId, path.eventId)
  const kept = [...attendees.values()].filter(readAttendeeFilter(query, readWindow(query, world.now())))
  return streamedList({ eventid, totalattendees: kept.length }, 'attendees', kept, toAttendeeRow)
}

/** `GET /attendee`: the client's attendees by page; without dates, those active in the last 30 days. */
export function listClientAttendees({ world, account, query }: Call): object {
  refuseSubaccounts(query)
  flag(query, 'excludesubaccounts', 'N')
  const isRealTime = flag(query, 'realtimeonly', 'N')
  const window = readWindow(query, world.now(), { defaultDays: 30, longestDays: bestGuess.clientListDays })
  const keeps = readAttendeeFilter(query, window)
  const withoutLive = flag(query, 'excludelive', 'N')
  const found = eventsOf(world, account.clientId)
    .flatMap((event) => [...event.attendees.values()])
    .filter((attendee) => keeps(attendee) && !(withoutLive && sawLive(attendee)))
    .filter((attendee) => isRealTime || !isNews(attendee, world.now()))
  const clientid = Number(account.clientId)
  const { rows, pagecount, currentpage } = toPage(found, query)
  const toListed = isRealTime ? toRealTimeRow : toAttendeeRow
  const attendees = rows.map((one) => ({ clientid, eventid: one.registrant.eventid, ...toListed(one) }))
  return { clientid, totalattendees: found.length, pagecount, currentpage, attendees }
}

function readAttendeeFilter(query: Fields, window: DateWindow | undefined): (attendee: Attendee) => boolean {
  const keeps = readFilter(query)
  // The parameter is checked and has no effect: an attendee's dates are always those of the activity.
  byLastActivity(query)
  return (attendee) => keeps(attendee.registrant) && within(window, lastActive(attendee))
}
