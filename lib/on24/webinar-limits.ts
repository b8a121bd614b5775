import type { WebinarPlan } from '../model/webinar.ts'
import { toOn24Language } from './webinar-form.ts'

const longestTitle = 250

/** Why no ON24 account would hold such a webinar (apidoc.on24.com, Create an Event). */
export function limitViolations({ title, minutes }: Pick<WebinarPlan, 'title' | 'minutes'>): string[] {
  const breaches = []
  if (title.length > longestTitle) {
    breaches.push(`ON24 takes titles of at most ${longestTitle} characters; this one has ${title.length}.`)
  }
  if (minutes < 15 || minutes > 480 || minutes % (minutes <= 120 ? 15 : 30) !== 0) {
    const steps = 'in steps of 15 up to two hours and of 30 above'
    breaches.push(`ON24 holds webinars of 15 to 480 minutes, ${steps}; this one takes ${minutes}.`)
  }
  return breaches
}

/** What an account can choose from; a list that its token may not read is undefined, and an empty one says nothing. */
export type Choices = {
  types: readonly string[] | undefined
  languages: readonly { languagecd: string; countrycd?: string | null | undefined }[] | undefined
  zones: readonly string[] | undefined
}

/** What of a plan is none of the account's choices. */
export function unsupportedChoices(
  { type, language, zone }: WebinarPlan,
  { types, languages, zones }: Choices,
): string[] {
  const foreign = []
  if (type && types?.length && !types.includes(type)) {
    foreign.push(`The ON24 account has no webinars of the type ${type}; choose another.`)
  }
  if (language && languages?.length && !languages.some((known) => isLanguage(known, language))) {
    const name = new Intl.DisplayNames('en', { type: 'language' }).of(language)
    foreign.push(`The ON24 account has no webinars in ${name}; choose another language.`)
  }
  if (zones?.length && matchTimeZone(zone, zones) === undefined)
    foreign.push(`ON24 does not know the time zone ${zone}; choose another.`)
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
