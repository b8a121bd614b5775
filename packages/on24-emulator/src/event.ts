import { createHash } from 'node:crypto'
import { eventTypes } from './account-lists.ts'
import { sawArchive, sawLive } from './attendance.ts'
import { bestGuess } from './best-guess.ts'
import { pacific } from './pacific.ts'
import type { Event } from './types.ts'

/** All times of an event. */
export function moments(event: Event) {
  const minutes = (from: Date, count: number) => new Date(from.getTime() + count * 60_000)
  const liveend = minutes(event.goodafter, event.durationMinutes)
  const archivestart = minutes(liveend, bestGuess.archiveDelayMinutes)
  return {
    goodafter: event.goodafter,
    livestart: minutes(event.goodafter, -bestGuess.lobbyMinutes),
    liveend,
    archivestart,
    archiveend: minutes(archivestart, event.archiveDays * 24 * 60),
    createtimestamp: event.createtimestamp,
    lastmodified: event.lastmodified,
    lastupdated: event.lastupdated,
  }
}

/** A row of the event list. Its `description` is the title. */
export function toListedEvent(event: Event) {
  const audiencekey = createHash('md5').update(String(event.eventid)).digest('hex').toUpperCase()
  const times = Object.entries(moments(event)).map(([name, time]) => [name, pacific(time)])
  return {
    eventid: event.eventid,
    clientid: Number(event.clientid),
    description: event.title,
    isactive: event.active,
    regrequired: true,
    displaytimezonecd: event.timeZone,
    eventtype: eventTypes.find(({ value }) => value === event.eventType)?.label ?? event.eventType,
    contenttype: event.contentType,
    ...Object.fromEntries(times),
    localelanguagecd: event.languageCd,
    ...(event.countryCd && { localecountrycd: event.countryCd }),
    ...(event.promotionalSummary && { promotionalsummary: event.promotionalSummary }),
    ...(event.campaignCode && { campaigncode: event.campaignCode, eventlocation: event.campaignCode }),
    audiencekey,
    audienceurl: `https://event.on24.com/wcc/r/${event.eventid}/${audiencekey}${event.audienceQuery}`,
    pmurl: `https://wcc.on24.com/webcast/present?e=${event.eventid}&k=${audiencekey}`,
    scheduledeventduration: event.durationMinutes + bestGuess.lobbyMinutes,
    ishybridevent: event.hybrid,
    istestevent: event.testEvent,
    ...(event.tags.length > 0 && { tags: event.tags }),
    eventanalytics: analytics(event),
  }
}

/** The answer about one event, which has more members than its row in the list. */
export function toSingleEvent(event: Event): object {
  const listed = toListedEvent(event)
  const { totalregistrants, totalattendees } = listed.eventanalytics
  return {
    ...listed,
    eventname: event.title,
    eventduration: event.durationMinutes,
    goodtill: pacific(moments(event).archiveend),
    eventanalytics: { ...listed.eventanalytics, noshowcount: totalregistrants - totalattendees },
  }
}

function analytics(event: Event) {
  const attendees = [...event.attendees.values()]
  return {
    totalregistrants: event.registrants.byId.size,
    totalattendees: attendees.length,
    liveattendees: attendees.filter(sawLive).length,
    ondemandattendees: attendees.filter(sawArchive).length,
  }
}
