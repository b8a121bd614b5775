import { expect, test } from 'vitest'
import { createLanguage } from '../../../lib/messages/language.ts'
import { sentence, sentences } from '../../../lib/messages/sentence.ts'
import { fromStored, toStored } from '../../../lib/messages/stored.ts'

const message = { code: 'kept_in_force', clientId: '10001' } as const

test('a kept message is the same again, whatever the language it is told in', () => {
  expect(fromStored(toStored(message))).toEqual(message)
  expect(sentence(message, 'en')).toBe('The credentials of client 10001 stay in force.')
  expect(sentence(message, 'de')).toBe('Die Zugangsdaten des Clients 10001 gelten weiter.')
})

test.each([
  ['a sentence of the first edition', 'ON24 accepts the credentials.', 'ON24 accepts the credentials.'],
  ['JSON that is no message', '7', '7'],
  ['a code that only a later release knows', '{"code":"unheard_of"}', 'unheard_of'],
])('%s is told as it was kept', (_what, kept, told) => {
  expect(sentence(fromStored(kept), 'de')).toBe(told)
})

test('of several texts the first is shortened, so that what to do is told whole', () => {
  const refused = { code: 'provider_refused', provider: 'ON24', said: 'word '.repeat(500) } as const
  const text = sentences([refused, { code: 'tries_again' }], 'en', 100)
  expect(text.length).toBeLessThanOrEqual(100)
  expect(text).toMatch(/ word…” The connector tries again by itself\.$/)
})

test.each([
  [1031, 'de'],
  [1033, 'en'],
  [1036, 'en'],
  [undefined, 'en'],
] as const)('an organisation with the base language %s is told in %s', async (code, language) => {
  const organization = { languageCode: async () => code }
  expect(await createLanguage(undefined, organization)()).toBe(language)
  expect(await createLanguage('de', organization)()).toBe('de')
})
