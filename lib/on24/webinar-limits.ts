import type { UserMessage } from '../messages/message.ts'
import type { WebinarPlan } from '../model/webinar.ts'
import { toOn24Language } from './webinar-form.ts'

const longestTitle = 250
/** In minutes: steps of 15 up to two hours, of 30 above (apidoc.on24.com, Create an Event). */
export const durations = {
  longest: 480,
  held(minutes: number) {
    const step = minutes <= 120 ? 15 : 30
    return Math.max(1, Math.ceil(minutes / step)) * step
  },
}
const provider = 'ON24'

/** Why no ON24 account would hold such a webinar (apidoc.on24.com, Create an Event). */
export function limitViolations({ title, minutes }: Pick<WebinarPlan, 'title' | 'minutes'>): UserMessage[] {
  const breaches: UserMessage[] = []
  if (title.length > longestTitle) {
    breaches.push({ code: 'title_too_long', provider, most: longestTitle, length: title.length })
  }
  const { longest: most } = durations
  if (minutes > most) breaches.push({ code: 'webinar_too_long', provider, most, minutes })
  return breaches
}

/** The choices of an account; a list that its token may not read is undefined, and an empty one says nothing. */
export type Choices = {
  types: readonly string[] | undefined
  languages: readonly { languagecd: string; countrycd?: string | null | undefined }[] | undefined
  zones: readonly string[] | undefined
}

/** The parts of a plan that are none of the account's choices. */
export function unsupportedChoices(
  { type, language, zone }: WebinarPlan,
  { types, languages, zones }: Choices,
): UserMessage[] {
  const foreign: UserMessage[] = []
  if (type && types?.length && !types.includes(type)) {
    foreign.push({ code: 'type_not_offered', provider })
  }
  if (language && languages?.length && !languages.some((known) => isLanguage(known, language))) {
    foreign.push({ code: 'language_not_offered', provider, language })
  }
  if (zones?.length && matchTimeZone(zone, zones) === undefined) {
    foreign.push({ code: 'zone_not_offered', provider, zone })
  }
  return foreign
}

/** A zone as it is called in a list; zones were renamed (Europe/Kiev, Asia/Calcutta), and lists know either name. */
export function matchTimeZone(zone: string, zones: readonly string[]): string | undefined {
  if (zones.includes(zone)) return zone
  const same = canonical(zone)
  return zones.find((listed) => canonical(listed) === same)
}

function canonical(zone: string) {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone
  } catch {
    return zone
  }
}

function isLanguage(known: NonNullable<Choices['languages']>[number], tag: string) {
  const { languageCd, countryCd } = toOn24Language(tag)
  return known.languagecd.toLowerCase() === languageCd && (!countryCd || known.countrycd === countryCd)
}
