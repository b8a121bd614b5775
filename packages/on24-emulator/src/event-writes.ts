import { Temporal } from 'temporal-polyfill'
import { bestGuess } from './best-guess.ts'
import { copiedFrom } from './copied-event.ts'
import { copyEmails } from './emails.ts'
import { moments, toListedEvent } from './event.ts'
import { readEventForm } from './event-form.ts'
import { addEvent, type NewEvent } from './new-event.ts'
import { refuse } from './refusal.ts'
import type { Call, Event } from './types.ts'
import { openEvent } from './world.ts'

/** `POST /event`: every call creates another event, even with the same form; with `eventsource`, a copy of that one. */
export function createEvent(call: Call): object {
  const { world, account, query } = call
  const { eventsource } = query
  const source = eventsource === undefined ? undefined : openEvent(world, account.clientId, eventsource)
  const facts = readEventForm(call, source) as Omit<NewEvent, 'clientId'>
  const id = addEvent(world, { ...(source && copiedFrom(source)), ...facts, clientId: account.clientId })
  const event = openEvent(world, account.clientId, String(id))
  if (source) event.emails = copyEmails(world, source.emails)
  return { wccevent: toWritten(event, 'PMUrl') }
}

/** `PUT /event/{eventId}`: changes the fields sent, until the event begins. */
export function changeEvent(call: Call): object {
  const { world, account, path } = call
  const event = openEvent(world, account.clientId, path.eventId)
  if (world.now() >= event.goodafter) refuse(bestGuess.tooLateToChange, 'The event has already started.')
  Object.assign(event, readEventForm(call, event), { lastmodified: world.now() })
  return { wccevent: toWritten(event, 'pmurl') }
}

/** `DELETE /event/{eventId}` */
export function deleteEvent({ world, account, path }: Call): object {
  const known = world.events.get(Number(path.eventId))
  if (known?.clientid === account.clientId && known.deleted) refuse(410, `Event ${path.eventId} was already deleted.`)
  const event = openEvent(world, account.clientId, path.eventId)
  if (world.now() >= event.goodafter) refuse(412, `Event ${path.eventId} cannot be deleted.`)
  event.deleted = true
  return { message: `Event ${path.eventId} was deleted.` }
}

/** The answer about a written event: names in camel case, times in the event's zone, the duration in seconds. */
function toWritten(event: Event, presenterLink: 'PMUrl' | 'pmurl'): object {
  const { goodafter, livestart, liveend, archivestart, archiveend } = moments(event)
  const wall = (time: Date) => wallTime(time, event.timeZone)
  return {
    eventId: event.eventid,
    clientId: Number(event.clientid),
    title: event.title,
    goodAfter: wall(goodafter),
    liveStart: wall(livestart),
    liveEnd: wall(liveend),
    liveDuration: event.durationMinutes * 60,
    archiveStart: wall(archivestart),
    archiveEnd: wall(archiveend),
    archiveDuration: event.archiveDays * 24 * 60,
    timeZone: event.timeZone,
    eventType: event.eventType,
    languageCd: event.languageCd,
    countryCd: event.countryCd,
    audienceUrl: toListedEvent(event).audienceurl,
    [presenterLink]: toListedEvent(event).pmurl,
    tags: event.tags,
    customaccounttags: [],
    eventAbstract: event.eventAbstract,
    promotionalSummary: event.promotionalSummary,
    hybrid: event.hybrid ? 'Y' : 'N',
    venue: event.venue,
    address: event.address,
    testevent: event.testEvent ? 'Y' : 'N',
  }
}

function wallTime(time: Date, timeZone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(time.getTime()).toZonedDateTimeISO(timeZone)
  const two = (number: number) => String(number).padStart(2, '0')
  const clock = `${two(local.hour % 12 || 12)}:${two(local.minute)} ${local.hour < 12 ? 'AM' : 'PM'}`
  return `${two(local.month)}/${two(local.day)}/${local.year} ${clock}`
}
