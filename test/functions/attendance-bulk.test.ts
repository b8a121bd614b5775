import { expect } from 'vitest'
import { test } from '../harness/attendance.ts'

test('1,200 attendees take three calls to write, a repeat none, and a change one', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  const ids = Array.from({ length: 1200 }, (_, at) => {
    const email = `person${at}@example.test`
    return app.attendee(webinar, { email, registration: app.registered(webinar, email) })
  })
  const sizes: number[] = []
  app.dataverse.injectFault(async (request) => {
    if (request.url.endsWith('UpsertMultiple')) {
      const { Targets: rows } = (await request.json()) as { Targets: unknown[] }
      sizes.push(rows.length)
    }
    return undefined
  })
  app.on24.na.calls.length = 0
  const listsRead = () => app.on24.na.calls.filter(({ path }) => /(registrant|attendee)$/.test(path)).length

  expect(await app.pull(webinar)).toEqual({ attendees: 1200, matched: 1200, written: 1200, unmatched: 0 })
  expect(sizes.toSorted((one, other) => other - one)).toEqual([500, 500, 200])
  expect(listsRead()).toBe(2)
  expect(app.checkIns(webinar)).toHaveLength(1200)

  app.dataverse.calls.length = 0
  expect(await app.pull(webinar)).toMatchObject({ matched: 1200, written: 0 })
  expect(sizes).toHaveLength(3)
  const paths = app.dataverse.calls.map(({ path }) => path.split('/').at(-1) ?? '')
  const ofWebinar = paths.filter((path) => /event|registration|checkin/.test(path))
  expect(ofWebinar).toEqual([`msevtmgt_events(${webinar.id})`])

  app.on24.na.attend(webinar.on24, ids[700] ?? 0, { archiveminutes: 5 })
  expect(await app.pull(webinar)).toMatchObject({ matched: 1200, written: 1 })
  expect(sizes.slice(3)).toEqual([1])
  expect(listsRead()).toBe(6)
})
