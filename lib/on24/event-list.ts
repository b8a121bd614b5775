import * as v from 'valibot'
import { hashOf } from '../core/hash.ts'
import type { HttpClient } from '../core/http-client.ts'
import { day } from '../core/time.ts'
import type { ListedFacts } from '../model/found-webinar.ts'
import { toListedFacts } from './event-facts.ts'
import type { RateLimitedCall } from './rate-limit.ts'
import { On24Events, On24Listed } from './schemas.ts'

/** ON24's largest page; a list whose last page is full once more is followed no further than this. */
export const itemsPerPage = 100
export const mostPages = 50

/** ON24 lists events of 180 days at most (apidoc.on24.com, Get Events); this leaves room for its clock. */
export const longestSpan = 178 * day

type Query = {
  dateFilterMode: 'updated' | 'modified' | 'creation' | 'goodafter'
  startDate: Date
  endDate?: Date
  includeInactive?: 'Y'
  contentType?: 'webcast'
}

/** The events that a query finds, page by page, each as it came (apidoc.on24.com, Get Events). */
export async function* listEvents(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
  { startDate, endDate, ...filter }: Query,
): AsyncGenerator<unknown> {
  const dates = { startDate: toTime(startDate), ...(endDate && { endDate: toTime(endDate) }) }
  for (let page = 0, full = true; full; page += 1) {
    await paced('GET event')
    const query = { ...filter, ...dates, itemsPerPage, pageOffset: page }
    const { events } = await api.read(On24Events, 'GET', 'event', { query })
    yield* events
    full = events.length === itemsPerPage && page < mostPages
  }
}

/**
 * Active events that start between the two times, each with a digest of what the list tells of it: plan, edits,
 * registrants and activity of the audience. ON24's `lastupdated` is 2 to 12 hours late (openapi.json of api.on24.com).
 */
export async function* listDigests(
  api: HttpClient,
  paced: (call: RateLimitedCall) => Promise<void>,
  from: Date,
  to: Date,
): AsyncGenerator<{ webinarId: string; digest: string; facts: ListedFacts | undefined }> {
  for (let start = from.getTime(); start < to.getTime(); start += longestSpan) {
    const endDate = new Date(Math.min(start + longestSpan, to.getTime()))
    const found = listEvents(api, paced, { dateFilterMode: 'goodafter', startDate: new Date(start), endDate })
    for await (const event of found) {
      const { success, output } = v.safeParse(On24Listed, event)
      if (success) yield { webinarId: output.eventid, digest: hashOf(output), facts: toListedFacts(event) }
    }
  }
}

/** A time as ON24's lists take it (apidoc.on24.com, Date Parameters Format). */
export function toTime(date: Date) {
  return date.toISOString().replace(/\.\d+Z$/, '+00:00')
}
