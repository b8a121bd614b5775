import { v5 as uuidV5 } from 'uuid'
import type { FoundWebinar, ListedFacts } from '../../model/found-webinar.ts'

/** The name space of the ids of found webinars. Changing it would show each of them a second time. */
const foundWebinars = '9826b856-f213-4055-a0a6-657c2984692e'

/** The row of a webinar that exists at its provider only, always with the same id. */
export function toFoundWebinar(configuration: string, webinarId: string, facts: ListedFacts): FoundWebinar {
  const { title, start, end, registrants, link, format } = facts
  const id = uuidV5(`${configuration}|${webinarId}`.toLowerCase(), foundWebinars)
  return { id, configuration, webinarId, title, start, end, registrants, link, format }
}
