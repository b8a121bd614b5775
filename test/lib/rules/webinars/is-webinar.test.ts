import { expect, test } from 'vitest'
import { isWebinar } from '../../../../lib/rules/webinars/is-webinar.ts'
import { aWebinarRow } from '../../../harness/builders.ts'

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
