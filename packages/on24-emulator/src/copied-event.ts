import type { Event } from './types.ts'

/**
 * The facts that a copy of an event has where its form says nothing else. Start, duration and archive are no part of them
 * (https://api.on24.com/v2/openapi.json, Create/Copy a Webinar).
 */
export function copiedFrom(source: Event) {
  const { timeZone, requiredFields, dropdowns, eventType, languageCd, countryCd, promotionalSummary } = source
  const { eventAbstract, campaignCode, tags, contentType, hybrid, venue, address, testEvent } = source
  return {
    title: `Copy of ${source.title}`,
    ...{ timeZone, eventType, languageCd, countryCd, promotionalSummary, eventAbstract, campaignCode, contentType },
    ...{ hybrid, venue, address, testEvent },
    requiredFields: [...requiredFields],
    dropdowns: { ...dropdowns },
    tags: [...tags],
  }
}
