import type { Language } from './message.ts'

/** By Windows language code (learn.microsoft.com/openspecs/windows_protocols/ms-lcid). */
const byCode: Record<number, Language> = { 1031: 'de' }

/** The language for an organisation with this base language; English where it is another one, or not known. */
export function languageOf(code: number | undefined): Language {
  return byCode[code ?? 0] ?? 'en'
}
