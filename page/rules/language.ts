export type Language = 'en' | 'de'

/** The language of a Windows language code. All German ones (Germany, Austria, Switzerland…) have 7 in the lower ten bits. */
export function languageOf(code: number | undefined): Language {
  return code !== undefined && (code & 0x3ff) === 7 ? 'de' : 'en'
}

/**
 * The locale for dates and numbers: the person's own one of that language, else the language itself.
 * @param own the locales that the browser is set to, the best first
 */
export function localeOf(language: Language, own: readonly string[]): string {
  return own.find((locale) => locale === language || locale.startsWith(`${language}-`)) ?? language
}
