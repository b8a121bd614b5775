import type { Language } from './message.ts'

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
