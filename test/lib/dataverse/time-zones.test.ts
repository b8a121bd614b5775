import { type Dataverse, startDataverse } from '@webinar-connector/dataverse-emulator'
import { TIME_ZONES } from '@webinar-connector/dataverse-emulator/time-zones'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createTimeZones } from '../../../lib/dataverse/time-zones.ts'
import { noBreaker } from '../../harness/no-limits.ts'

let emulator: Dataverse
beforeAll(async () => {
  emulator = await startDataverse()
})
afterAll(() => emulator.stop())
beforeEach(() => emulator.injectFault())
const zones = () => createTimeZones(createDataverse(emulator.url, async () => 'token', noBreaker))

test.each(TIME_ZONES)('$userinterfacename is a zone of this machine', async ({ timezonecode, userinterfacename }) => {
  const zone = await zones()(timezonecode)
  const format = new Intl.DateTimeFormat('en', { timeZone: zone ?? 'none', timeZoneName: 'longOffset' })
  const winter = format.formatToParts(new Date('2026-01-01')).find(({ type }) => type === 'timeZoneName')?.value
  const summer = format.formatToParts(new Date('2026-07-01')).find(({ type }) => type === 'timeZoneName')?.value
  const offset = /\(GMT([+-]\d\d:\d\d)?\)/.exec(userinterfacename)?.[1] ?? '+00:00'
  // The name has the standard time, which the south keeps in July.
  expect([winter, summer]).toContain(`GMT${offset}`)
})

test('Berlin and New York are where they belong', async () => {
  const zoneOf = zones()
  expect([await zoneOf(110), await zoneOf(35)]).toEqual(['Europe/Berlin', 'America/New_York'])
})

test.each([
  ['Armenian Standard Time', '+04:00'],
  ['Kamchatka Standard Time', '+12:00'],
  ['Mexico Standard Time', '-06:00'],
  ['Mexico Standard Time 2', '-07:00'],
  ['Mid-Atlantic Standard Time', '-02:00'],
])('the retired zone %s is a zone of this machine', async (standardname, offset) => {
  const timezonecode = 2000 + emulator.rows('timezonedefinition').length
  emulator.insert('timezonedefinition', { timezonecode, standardname, userinterfacename: standardname })
  const timeZone = (await zones()(timezonecode)) ?? 'none'
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' }).formatToParts(
    new Date('2026-01-01'),
  )
  expect(parts.find(({ type }) => type === 'timeZoneName')?.value).toBe(`GMT${offset}`)
})

test('a code is asked for once', async () => {
  const zoneOf = zones()
  emulator.calls.length = 0
  await Promise.all([zoneOf(110), zoneOf(110)])
  await zoneOf(110)
  expect(emulator.calls).toHaveLength(1)
})

test('a code that nobody knows has no zone', async () => {
  expect(await zones()(1499)).toBeUndefined()
})

test('a code is unavailable, not unknown, while Dataverse is out', async () => {
  const zoneOf = zones()
  emulator.injectFault(() => new Response('{}', { status: 503, headers: { 'retry-after': '1' } }))
  await expect(zoneOf(110)).rejects.toThrow(UnavailableError)
  emulator.injectFault()
  expect(await zoneOf(110)).toBe('Europe/Berlin')
})
