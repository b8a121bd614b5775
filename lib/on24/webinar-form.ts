import type { WebinarPlan } from '../model/webinar.ts'

/**
 * The form of `POST /event` and `PUT /event/{id}`. The start goes with its offset: of ON24's four spellings the only
 * one that no zone can change (apidoc.on24.com, Create an Event). A change needs the required fields again.
 */
export function toWebinarForm({ title, description, start, minutes, zone, type, language }: WebinarPlan) {
  return {
    title,
    liveStart: start.toISOString().replace(/\.\d+Z$/, '+00:00'),
    liveDuration: String(minutes),
    timeZone: zone,
    promotionalSummary: description,
    ...(type && { eventType: type }),
    ...(language && toOn24Language(language)),
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
