/** Format characters, and characters of width zero. */
const WEIGHTLESS = /[\p{M}\p{Cf}]/gu
const PLAIN = /^[\x20-\x7e]*$/

/**
 * The form in which text is compared: texts with the same form are equal to the database. Case, accents, width, ligatures
 * and characters without weight make no difference, as in the collations of English, German, French, Italian, Dutch and most
 * others (learn.microsoft.com/power-platform/admin/language-collations).
 */
export function collated(text: string): string {
  if (PLAIN.test(text)) return text.toLowerCase()
  return text.normalize('NFKD').replace(WEIGHTLESS, '').toLowerCase().replaceAll('ß', 'ss')
}
