import { expect, test } from 'vitest'
import { mayAdopt } from '../../../../lib/rules/registrants/may-adopt.ts'

test.each([
  ['none', false, false, true],
  ['registered', true, false, true],
  ['registered', false, false, false],
  ['cancelled', false, false, false],
  ['blocked', false, false, false],
  ['erased', true, false, false],
  ['erased', false, true, true],
  ['cancelled', false, true, true],
  ['blocked', false, true, false],
] as const)(
  'of somebody %s (begun: %s, ordered: %s) a registration may be made: %s',
  (state, begun, ordered, expected) => {
    expect(mayAdopt({ state }, begun, ordered)).toBe(expected)
  },
)
