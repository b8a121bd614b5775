import * as v from 'valibot'
import type { HttpClient } from '../core/http-client.ts'
import type { Attendance } from '../model/webinar.ts'
import { itemsPerPage, mostPages, toTime } from './event-list.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { On24Attendees, On24LiveAttendee } from './schemas.ts'
import { toAttendance } from './to-attendance.ts'

/**
 * Attendees of all events of the account who began a session since then, while the events run, page by page
 * (openapi.json of api.on24.com, Attendees: with `realtimeonly` what happened in the last 15 minutes is there, and what comes
 * from ON24's data warehouse is not: times of activity, questions, scores; `lastActivity` moves with a new session, a
 * refresh of the browser and an answer to a poll).
 */
export async function* listLiveAttendances(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
  since: Date,
): AsyncGenerator<{ webinarId: string; attendance: Attendance } | undefined> {
  const query = { realtimeonly: 'Y', dateFilterMode: 'lastActivity', startDate: toTime(since), userstatus: 'any' }
  for (let page = 0, full = true; full; page += 1) {
    await paced('GET attendee')
    const { attendees } = await api.read(On24Attendees, 'GET', 'attendee', {
      query: { ...query, itemsPerPage, pageOffset: page },
    })
    for (const raw of attendees) {
      const { success, output } = v.safeParse(On24LiveAttendee, raw)
      yield success ? { webinarId: output.eventid, attendance: toAttendance(output) } : undefined
    }
    full = attendees.length === itemsPerPage && page < mostPages
  }
}
