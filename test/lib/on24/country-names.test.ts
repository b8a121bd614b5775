import { expect, test } from 'vitest'
import { toCountryName } from '../../../lib/on24/country-names.ts'

test.each([
  ['DE', 'Germany'],
  ['gb', 'United Kingdom'],
  ['Deutschland', 'Germany'],
  [' Allemagne ', 'Germany'],
  ['USA', 'United States'],
  ['Atlantis', 'Atlantis'],
  ['', ''],
])('the country %j goes to ON24 as %j', (typed, name) => {
  expect(toCountryName(typed)).toBe(name)
})
