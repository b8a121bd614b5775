import { expect, test } from 'vitest'
import { figure, percentile } from '../../tools/bench/figure.ts'

test('a figure is held against its aim as it is shown, rounded', () => {
  expect(figure('Fill', 94.996, { atLeast: 95, unit: '%' })).toEqual({
    figure: 'Fill',
    is: '95 %',
    must: 'at least 95 %',
    ok: true,
  })
  expect(figure('Refusals', 2, { exactly: 0, before: 63 })).toMatchObject({ must: '0', ok: false, before: 63 })
})

test('a time that never came misses every aim', () => {
  expect(figure('Seconds', Number.POSITIVE_INFINITY, { atMost: 300, unit: 's' })).toMatchObject({
    is: '∞ s',
    ok: false,
  })
})

test('a figure without an aim has no mark', () => {
  expect(figure('Calls', 1234.567)).toEqual({ figure: 'Calls', is: '1,234.57' })
})

test('a percentile is a value below which that share of all lies', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([percentile(values, 0.5), percentile(values, 0.95), percentile([7], 0.95)]).toEqual([50, 95, 7])
  expect(percentile([], 0.5)).toBeNaN()
})
