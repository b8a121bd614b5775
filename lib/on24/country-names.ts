/** Languages in which contacts have the names of countries, as far as they are known here. */
const languages = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'sv', 'da']

let names: Map<string, string> | undefined

/**
 * The English name of a country that is given by its two-letter code (ISO 3166) or by its name in one of ten languages;
 * anything else as it is.
 */
export function toCountryName(text: string): string {
  names ??= readNames()
  return names.get(folded(text)) ?? text
}

function readNames() {
  const english = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  const known = new Map<string, string>()
  for (const code of codes()) {
    const name = english.of(code)
    if (!name) continue
    for (const language of languages) {
      const local = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' }).of(code)
      if (local && !known.has(folded(local))) known.set(folded(local), name)
    }
    known.set(folded(code), name)
  }
  known.set('usa', 'United States').set('uk', 'United Kingdom').set('united states of america', 'United States')
  return known
}

function* codes() {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'
  for (const first of letters) for (const second of letters) yield first + second
}

function folded(text: string) {
  return text.trim().toLowerCase()
}
