import { expect, test } from 'vitest'
import type { WebinarRow } from '../../../../lib/model/crm.ts'
import { runsAsWebinar } from '../../../../lib/rules/webinars/is-webinar.ts'

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
  expect(runsAsWebinar(event)).toBe(true)
  expect(runsAsWebinar({ ...event, webinarId: undefined })).toBe(true)
  expect(runsAsWebinar({ ...event, configuration: undefined })).toBe(true)
})

test('an online event with neither is somebody else’s', () => {
  expect(runsAsWebinar({ ...event, configuration: undefined, webinarId: undefined })).toBe(false)
})

test('an event on site is none, whatever is left over on it', () => {
  expect(runsAsWebinar({ ...event, online: false })).toBe(false)
})
