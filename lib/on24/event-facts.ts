import * as v from 'valibot'
import type { ListedFacts, WebinarFacts } from '../model/found-webinar.ts'
import { isFormatted, plainText } from './plain-text.ts'
import { On24ListedFacts, type On24Webinar } from './schemas.ts'
import { instant } from './to-attendance.ts'
import { fromOn24Language } from './webinar-form.ts'

/** Content types of ON24 that nobody attends (openapi.json of api.on24.com, Get Events). */
const notAttended = ['experience', 'gateway', 'pdf', 'video', 'webpage']

/**
 * The facts of an event in ON24's list. Its `description` is the title, as all clients in use read it.
 * @returns undefined for what is no webinar of an audience: a page, a recording, a test
 */
export function toListedFacts(event: unknown): ListedFacts | undefined {
  const { success, output } = v.safeParse(On24ListedFacts, event)
  if (!success || output.istestevent || notAttended.includes(output.contenttype?.toLowerCase() ?? '')) return undefined
  const [start, end] = [instant(output.goodafter), instant(output.liveend)]
  if (!start || !end) return undefined
  return {
    title: output.description?.trim() ?? '',
    ...{ start, end, registrants: output.eventanalytics?.totalregistrants ?? 0 },
    link: output.audienceurl ?? undefined,
    format: output.eventtype ?? output.contenttype ?? '',
    externalId: output.campaigncode ?? undefined,
    tags: output.tags,
  }
}

/** The facts of one event for a row of CRM. */
export function toFacts(raw: On24Webinar): WebinarFacts {
  const summary = raw.promotionalsummary ?? ''
  return {
    title: raw.description?.trim() ?? '',
    description: plainText(summary),
    isFormatted: isFormatted(summary),
    zone: raw.displaytimezonecd || undefined,
    language: raw.localelanguagecd ? fromOn24Language(raw.localelanguagecd, raw.localecountrycd) : undefined,
    type: raw.eventtype ?? '',
  }
}
