import { v5 as uuidV5 } from 'uuid'
import type { Language } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { WebinarChoice, WebinarTypeRow } from '../../model/crm.ts'

/** The name space of the ids of webinar types. Changing it would make every row a second time. */
const webinarTypes = '0c3c7d26-53f8-4f0b-8a05-0d8a7f6c2e64'
/** Languages stand in the table of the types, for CRM has none for them; no provider's word for a type has a colon. */
const languagePrefix = 'language:'

/** The rows that show what types of webinars an account can hold, with ids that are always the same. */
export function typeRows(configuration: string, types: readonly WebinarChoice[]): WebinarTypeRow[] {
  return types.map(({ name, value }) => ({ id: uuidV5(`${configuration}|${value}`, webinarTypes), name, value }))
}

/** The rows that show in what languages an account can hold webinars. */
export function languageRows(
  configuration: string,
  languages: readonly WebinarChoice[],
  spoken: Language,
): WebinarTypeRow[] {
  const shown = languages.map(({ name, value }) => ({
    name: sentence({ code: 'language_row', name }, spoken),
    value: `${languagePrefix}${value}`,
  }))
  return typeRows(configuration, shown)
}

/** Whether the value of a webinar type's row stands for a language. */
export function isLanguage(value: string): boolean {
  return value.startsWith(languagePrefix)
}
