import { expect, test } from 'vitest'
import { day } from '../../../../lib/core/time.ts'
import { isOutdated } from '../../../../lib/rules/webinars/is-outdated.ts'

const end = '2026-05-12T17:00:00'
const ended = Date.parse(`${end}Z`)
const after = (days: number) => new Date(ended + days * day)

test.each<[string, string | undefined, number | undefined, number, number, boolean]>([
  ['that has no end', undefined, undefined, 30, 5000, false],
  ['that lies ahead', end, undefined, 30, -500, false],
  ['whose archive may last a year', end, undefined, 100, 467, false],
  ['whose archive cannot last any longer', end, undefined, 100, 469, true],
  ['whose archive ended a while ago', end, 300, 100, 399, false],
  ['whose archive ended long ago', end, 300, 100, 401, true],
  ['whose archive lasts for years', end, 2000, 100, 2099, false],
  ['whose attendance is still read', end, 10, 30, 367, false],
  ['whose attendance is read no more', end, 10, 30, 369, true],
])('a webinar %s', (_which, wallClock, archive, keptDays, days, expected) => {
  const archiveEnd = archive === undefined ? undefined : after(archive)
  expect(isOutdated({ end: wallClock }, archiveEnd, keptDays, after(days))).toBe(expected)
})
