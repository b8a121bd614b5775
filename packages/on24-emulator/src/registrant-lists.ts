import { bestGuess } from './best-guess.ts'
import { type DateWindow, readWindow, within } from './date-window.ts'
import { moments } from './event.ts'
import { toPage } from './paging.ts'
import { refuse } from './refusal.ts'
import { toLookup, toRow } from './registrant.ts'
import { flag } from './request.ts'
import { find } from './roster.ts'
import { byLastActivity, readFilter } from './row-filter.ts'
import { streamedList } from './streamed-list.ts'
import { refuseSubaccounts } from './subaccounts.ts'
import type { Call, Fields, Registrant } from './types.ts'
import { eventsOf, openEvent } from './world.ts'

/** `GET /event/{eventId}/registrant`: all registrants in one answer, with the deleted ones. */
export function listRegistrants({ world, account, path, query }: Call): Response {
  const { eventid, registrants, listed, attendees } = openEvent(world, account.clientId, path.eventId)
  const keeps = readRegistrantFilter(query, readWindow(query, world.now()))
  const onlyNoShows = flag(query, 'noshow', 'N')
  const all = listed ?? [...registrants.byId.values()]
  const email = query.email?.toLowerCase()
  const found = email === undefined ? all : all.filter((one) => one.email.toLowerCase() === email)
  const kept = found.filter((one) => keeps(one) && !(onlyNoShows && attendees.has(one.eventuserid)))
  return streamedList({ eventid, totalregistrants: kept.length }, 'registrants', kept, toRow)
}

/** `GET /registrant`: the client's registrants by page; without dates, those of the last 30 days. */
export function listClientRegistrants({ world, account, query }: Call): object {
  refuseSubaccounts(query)
  flag(query, 'excludeSubaccounts', 'N')
  const window = readWindow(query, world.now(), { defaultDays: 30, longestDays: bestGuess.clientListDays })
  const keeps = readRegistrantFilter(query, window)
  const onlyBeforeEnd = flag(query, 'excludelive', 'N')
  const found = eventsOf(world, account.clientId).flatMap((event) => {
    const end = moments(event).liveend.getTime()
    const inTime = (one: Registrant) => !onlyBeforeEnd || Date.parse(one.createtimestamp) <= end
    return [...event.registrants.byId.values()].filter((one) => keeps(one) && inTime(one))
  })
  const clientid = Number(account.clientId)
  const { rows, pagecount, currentpage } = toPage(found, query)
  const registrants = rows.map((one) => ({ clientid, ...toRow(one) }))
  return { clientid, totalregistrants: found.length, pagecount, currentpage, registrants }
}

/** `GET /registrant/{email}`: the latest registration of a person. */
export function getPerson({ world, account, path, query }: Call): object {
  const { eventid, partnerref } = query
  const latest = eventsOf(world, account.clientId)
    .filter((event) => eventid === undefined || event.eventid === Number(eventid))
    .flatMap((event) => find(event.registrants, path.email) ?? [])
    .filter((one) => partnerref === undefined || one.partnerref === partnerref)
    .sort((one, other) => other.eventuserid - one.eventuserid)[0]
  if (!latest) refuse(404, 'The registrant was not found.')
  return { registrant: { clientid: Number(account.clientId), ...toLookup(latest) } }
}

function readRegistrantFilter(query: Fields, window: DateWindow | undefined): (registrant: Registrant) => boolean {
  const keeps = readFilter(query)
  const time = byLastActivity(query) ? 'lastactivity' : 'createtimestamp'
  return (registrant) => keeps(registrant) && (!window || within(window, Date.parse(registrant[time])))
}
