import { expect, test } from 'vitest'
import { choiceProblem, isWebinar } from '../../../../lib/rules/webinars/is-webinar.ts'
import { aPlannedWebinar, aWebinarRow } from '../../../harness/builders.ts'

const event = aWebinarRow()

test('an online event with an account or a webinar of its own is ours', () => {
  expect(isWebinar(event)).toBe(true)
  expect(isWebinar({ ...event, webinarId: undefined })).toBe(true)
  expect(isWebinar({ ...event, configuration: undefined })).toBe(true)
})

test('an online event with neither is somebody else’s', () => {
  expect(isWebinar({ ...event, configuration: undefined, webinarId: undefined })).toBe(false)
})

test('an event on site is none, whatever is left over on it', () => {
  expect(isWebinar({ ...event, online: false })).toBe(false)
})

test('an event that Microsoft’s products stream is theirs, whatever else the row carries', () => {
  expect(isWebinar({ ...event, streaming: 'microsoft' })).toBe(false)
  expect(isWebinar({ ...event, streaming: 'other' })).toBe(true)
})

const now = new Date('2026-06-01T00:00:00Z')
const later = new Date('2026-07-03T00:00:00Z')
const onSite = { online: false, configuration: undefined, webinarId: undefined }
const code = (facts: Parameters<typeof aPlannedWebinar>[0], at = now) => choiceProblem(aPlannedWebinar(facts), at)?.code

test('an online event without a configuration is told that no webinar is made', () => {
  expect(code({ configuration: undefined })).toBe('no_configuration_chosen')
  expect(code({ configuration: undefined }, later)).toBeUndefined()
  for (const off of [{ active: false }, { cancelled: true }, { streaming: 'microsoft' as const }]) {
    expect(code({ configuration: undefined, ...off })).toBeUndefined()
  }
})

test('an event on site is told so only if another provider streams it', () => {
  expect(code(onSite)).toBeUndefined()
  expect(code({ online: false })).toBeUndefined()
  expect(code({ ...onSite, streaming: 'other' })).toBe('streamed_on_site')
  expect(code({ ...onSite, streaming: 'microsoft' })).toBeUndefined()
})
