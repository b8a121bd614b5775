import { expect, test } from 'vitest'
import { preferredLanguage } from '../../../lib/messages/language.ts'

test.each([
  [null, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-US,en;q=0.9,de;q=0.8', 'en'],
  ['en;q=0.5, de;q=0.7', 'de'],
  ['fr-FR,fr;q=0.9,de;q=0.5,en;q=0.4', 'de'],
  ['fr,es', 'en'],
  ['de;q=0,*', 'en'],
  ['*', 'en'],
  ['DE-ch', 'de'],
  ['de;q=x', 'de'],
] as const)('the language for “%s” is %s', (header, expected) => {
  expect(preferredLanguage(header)).toBe(expected)
})
