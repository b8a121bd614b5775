import { type Language, languages } from './message.ts'

/** By Windows language code (learn.microsoft.com/openspecs/windows_protocols/ms-lcid). */
const byCode: Record<number, Language> = { 1031: 'de' }

/**
 * The language in which people are told something: that of the setting, else the base language of the organisation,
 * else English. Never throws.
 */
export function createLanguage(
  setting: Language | undefined,
  organization: { languageCode(): Promise<number | undefined> },
): () => Promise<Language> {
  return async () => setting ?? byCode[(await organization.languageCode()) ?? 0] ?? 'en'
}

/** The language that a browser asks for first among those that the app speaks (RFC 9110, section 12.5.4); else English. */
export function preferredLanguage(acceptLanguage: string | null): Language {
  const asked = (acceptLanguage ?? '').split(',').map((part) => {
    const [range = '', ...parameters] = part.trim().toLowerCase().split(';')
    const weight = parameters.map((one) => /^\s*q=([\d.]+)$/.exec(one)?.[1]).find((one) => one !== undefined)
    return { language: languages.find((one) => one === range.split('-')[0]), weight: Number(weight ?? 1) }
  })
  const known = asked.filter(({ language, weight }) => language && weight > 0)
  return known.toSorted((a, b) => b.weight - a.weight)[0]?.language ?? 'en'
}
