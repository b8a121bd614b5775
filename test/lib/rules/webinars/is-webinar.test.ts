import { expect, test } from 'vitest'
import type { WebinarRow } from '../../../../lib/model/crm.ts'
import { isWebinar } from '../../../../lib/rules/webinars/is-webinar.ts'

const event: WebinarRow = {
  ...{
    kind: 'event',
    table: 'events',
    id: 'e',
    online: true,
    configuration: 'c',
    webinarId: '5000001',
    cancelled: false,
  },
  ...{ end: undefined, eventId: 'e', timeZoneCode: 92 },
}

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
