import { expect, test } from 'vitest'
import { optionAround } from '../../../../lib/rules/mapping/option-around.ts'

const sizes = ['Less than 10', '10 - 499', '500-999', '1,000 - 4,999 employees', '5.000+']

test.each([
  ['3', 'Less than 10'],
  ['10', '10 - 499'],
  ['999', '500-999'],
  ['1200', '1,000 - 4,999 employees'],
  ['5000', '5.000+'],
  ['700000', '5.000+'],
  ['many', undefined],
  ['', undefined],
])('%j lies in the range of the option %j', (text, option) => {
  expect(optionAround(text, sizes)).toBe(option)
})

test('an option that is no range holds no number', () => {
  expect(optionAround('7', ['7 or 8 or 9', 'Seven', '8'])).toBeUndefined()
})
