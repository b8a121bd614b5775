import { expect, test } from 'vitest'
import { entranceOf, entryAt } from '../../../../lib/rules/webinars/entrance.ts'
import { aPlannedWebinar } from '../../../harness/builders.ts'

const zone = 'Europe/Berlin'
const link = 'https://event.on24.com/wcc/r/1/AB'
const webinar = aPlannedWebinar({ webinarId: '1' })
const known = { webinarId: '1', audienceUrl: link }

test('an entrance has the link of the provider, and the times by the clock of the event', () => {
  expect(entranceOf(webinar, known, undefined, zone)).toEqual({
    ...{ configuration: 'c', webinarId: '1', audienceUrl: link, title: 'Demo', zone, isCancelled: false },
    ...{ start: new Date('2026-07-01T16:00:00Z'), end: new Date('2026-07-01T17:00:00Z') },
  })
})

test('without news of the provider the entrance stays, else the row tells', () => {
  const before = entranceOf(webinar, known, undefined, zone)
  expect(entranceOf({ ...webinar, title: 'Other' }, {}, before, zone)).toEqual({ ...before, title: 'Other' })
  const shown = { links: ['Room 12', 'http://plain.example', 'https://shown.example'], columns: {} }
  expect(entranceOf({ ...webinar, shown }, {}, undefined, zone).audienceUrl).toBe('https://shown.example')
})

test('a webinar that was made anew has no entrance of the old one', () => {
  const before = entranceOf(webinar, known, undefined, zone)
  expect(entranceOf({ ...webinar, webinarId: '2' }, {}, before, zone).audienceUrl).toBe('')
  expect(entranceOf({ ...webinar, webinarId: undefined }, {}, before, zone).audienceUrl).toBe('')
  const anew = { webinarId: '2', audienceUrl: 'https://event.on24.com/wcc/r/2/CD' }
  expect(entranceOf(webinar, anew, before, zone)).toMatchObject(anew)
})

test('times without a zone are not told', () => {
  expect(entranceOf(webinar, known, undefined, undefined)).toMatchObject({ start: undefined, end: undefined, zone: '' })
})

test.each([
  ['2026-07-01T14:59:59Z', undefined, 'early'],
  ['2026-07-01T15:00:00Z', undefined, 'open'],
  ['2026-07-01T17:30:00Z', undefined, 'open'],
  ['2026-07-01T17:30:00Z', '2027-07-01T17:30:00Z', 'open'],
  ['2027-07-02T17:30:00Z', '2027-07-01T17:30:00Z', 'over'],
  ['2026-07-01T16:30:00Z', '2026-06-01T00:00:00Z', 'open'],
] as const)('at %s, with an archive until %s, the audience finds it %s', (now, archiveEnd, expected) => {
  const entrance = entranceOf(webinar, known, undefined, zone)
  expect(entryAt(entrance, archiveEnd && new Date(archiveEnd), new Date(now))).toBe(expected)
})

test('a webinar without times is open', () => {
  expect(entryAt({ start: undefined, end: undefined }, undefined, new Date())).toBe('open')
})
