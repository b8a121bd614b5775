import type { NewWebinar, WebinarPlan } from '../model/webinar.ts'
import { toHtml, toPlainText } from './description.ts'

/**
 * The form of `POST /event` and `PUT /event/{id}`. The start goes with its offset: of ON24's four spellings the only
 * one that no zone can change (apidoc.on24.com, Create an Event). A change needs the required fields again.
 */
export function toWebinarForm(plan: WebinarPlan) {
  const { title, description, start, minutes, zone, type, template, language } = plan
  return {
    title,
    liveStart: start.toISOString().replace(/\.\d+Z$/, '+00:00'),
    liveDuration: String(minutes),
    timeZone: zone,
    // The words of a template stay where Dynamics has none.
    ...((description || template === undefined) && { promotionalSummary: toHtml(description) }),
    ...(type && { eventType: type }),
    ...(language && toOn24Language(language)),
  }
}

/**
 * The further form of `POST /event`: none of it can be changed later. A copy has what its template says, so it is told
 * what it is not as well: a template may be a test event.
 */
export function toCreationForm({ description, template }: WebinarPlan, { place, isTest }: NewWebinar) {
  const isCopy = template !== undefined
  return {
    ...(description && { eventAbstract: toPlainText(description) }),
    ...((place || isCopy) && { hybrid: place ? 'Y' : 'N' }),
    ...(place?.venue && { venue: place.venue }),
    ...(place?.address && { address: place.address }),
    ...((isTest || isCopy) && { testevent: isTest ? 'Y' : 'N' }),
  }
}

const countries: Record<string, string> = { Hans: 'CN', Hant: 'TW' }

/** ON24 tells the two Chinese scripts apart by country; no other language needs one. */
export function toOn24Language(tag: string): { languageCd: string; countryCd?: string } {
  const { language, script = '' } = new Intl.Locale(tag)
  const countryCd = countries[script]
  return { languageCd: language, ...(countryCd && { countryCd }) }
}

/** The language of an event, as BCP 47. */
export function fromOn24Language(languageCd: string, countryCd: string | null | undefined): string {
  const [script] = Object.entries(countries).find(([, country]) => country === countryCd?.toUpperCase()) ?? []
  return languageCd.toLowerCase() === 'zh' ? `zh-${script ?? 'Hans'}` : languageCd.toLowerCase()
}
