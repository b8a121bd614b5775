import type { Call, EventType, Language } from './types.ts'

/** Event types as ON24 codes them when an event is created; a call about an event answers with the label. */
export const eventTypes: EventType[] = [
  { label: 'Live Video and Audio', value: 'fav' },
  { label: 'Simulive', value: 'simulive' },
  { label: 'Sim-2-Live', value: 'sim2live' },
  { label: 'On Demand', value: 'ondemand' },
  { label: 'Forums', value: 'forum' },
]

export const languages: Language[] = [
  { label: 'English', languagecd: 'en' },
  { label: 'French', languagecd: 'fr' },
  { label: 'German', languagecd: 'de' },
  { label: 'Spanish', languagecd: 'es' },
  { label: 'Italian', languagecd: 'it' },
  { label: 'Japanese', languagecd: 'ja' },
  { label: 'Chinese (Simplified)', languagecd: 'zh', countrycd: 'CN' },
  { label: 'Chinese (Traditional)', languagecd: 'zh', countrycd: 'TW' },
]

/** Time zones by the names that ON24 accepts: IANA names, with those of Etc. */
export const timeZones = [...Intl.supportedValuesOf('timeZone'), 'UTC', 'Etc/UTC']

/** `GET /eventtypes` */
export function listEventTypes({ account }: Call): object {
  return { eventtypes: account.eventTypes }
}

/** `GET /languages` */
export function listLanguages({ account }: Call): object {
  return { languagecodes: account.languages }
}

/** `GET /timezones` */
export function listTimeZones(): object {
  return { timezones: timeZones.map((value) => ({ label: value, value })) }
}
