import { expect, test } from 'vitest'
import { de } from '../../page/words/de.ts'
import { en } from '../../page/words/en.ts'

/** The places of all texts, as in "views.overview". */
function placesOf(words: object, before = ''): string[] {
  return Object.entries(words).flatMap(([key, text]) =>
    typeof text === 'object' && text ? placesOf(text, `${before}${key}.`) : [`${before}${key}`],
  )
}

test('the page says everything in both languages', () => {
  expect(placesOf(de).toSorted()).toEqual(placesOf(en).toSorted())
  expect(placesOf(en).length).toBeGreaterThan(80)
})

test('no text is empty, and no German text is the English one but for words that both have', () => {
  const texts = (words: object): unknown[] =>
    Object.values(words).flatMap((text) => (typeof text === 'object' ? texts(text) : [text]))
  const [english, german] = [texts(en), texts(de)]
  expect([...english, ...german]).not.toContain('')
  const same = english.filter((text) => typeof text === 'string' && german.includes(text))
  expect(same).toEqual(['Live', 'Webinar', 'Person'])
})

test('one is spoken of as one', () => {
  expect(en.allThere(1)).toBe('The one registration is at the provider.')
  expect(de.allThere(2)).toBe('Alle 2 Registrierungen sind beim Anbieter.')
  expect(en.notAll(1, 9)).toBe('1 of 9 registrations is not at the provider.')
  expect(de.notAll(1, 9)).toBe('1 von 9 Registrierungen ist nicht beim Anbieter.')
  expect(en.waitingSince(1, '12:00')).toBe('1 registration waits since 12:00.')
  expect(de.waitingSince(1, '12:00')).toBe('1 Registrierung wartet seit 12:00.')
})

test('each kind of trouble is one sentence that says what to do', () => {
  const kinds = ['missing', 'forbidden', 'signed out', 'unreachable', 'busy'] as const
  for (const words of [en, de]) {
    for (const kind of kinds) expect(words.problem(kind, 'ledger', '')).toMatch(/^[^:]+: .+\.$/)
  }
  expect(en.problem('refused', 'requests', 'It is wrong.')).toBe('Dynamics refused: It is wrong.')
})
