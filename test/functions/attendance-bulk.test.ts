import { expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'

test.afterEach(({ app }) => app.clearFaults())

const listsRead = (app: AttendanceApp) =>
  app.on24.na.calls.filter(({ path }) => /(registrant|attendee)$/.test(path)).length

/** A webinar with so many attendees, all registered in CRM, and their ids at ON24. */
async function attended(app: AttendanceApp, attendees: number) {
  const webinar = await app.webinar({ startsInHours: -3 })
  const ids = Array.from({ length: attendees }, (_, at) => {
    const email = `person${at}@example.test`
    return app.attendee(webinar, { email, registration: app.registered(webinar, email) })
  })
  return { webinar, ids }
}

test('1,200 attendees take three calls to write, a repeat none, and a change one', async ({ app }) => {
  const { webinar, ids } = await attended(app, 1200)
  const sizes: number[] = []
  app.dataverse.injectFault(async (request) => {
    if (request.url.endsWith('UpsertMultiple')) {
      const { Targets: rows } = (await request.json()) as { Targets: unknown[] }
      sizes.push(rows.length)
    }
    return undefined
  })
  app.on24.na.calls.length = 0

  expect(await app.pull(webinar)).toEqual({ attendees: 1200, matched: 1200, written: 1200, unmatched: 0 })
  expect(sizes.toSorted((one, other) => other - one)).toEqual([500, 500, 200])
  expect(listsRead(app)).toBe(2)
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
  expect(listsRead(app)).toBe(6)
})

test('a pause that Dataverse asks for while rows are written is waited out there', async ({ app }) => {
  const { webinar } = await attended(app, 600)
  const written: string[] = []
  let putOff = 0
  app.dataverse.injectFault(async (request) => {
    if (!request.url.endsWith('UpsertMultiple')) return undefined
    if (putOff === 0) {
      putOff += 1
      const error = { code: '0x80072322', message: 'Number of requests exceeded the limit.' }
      return Response.json({ error }, { status: 429, headers: { 'retry-after': '1' } })
    }
    const { Targets: rows } = (await request.json()) as { Targets: { msevtmgt_checkinid: string }[] }
    written.push(...rows.map((row) => row.msevtmgt_checkinid))
    return undefined
  })
  app.on24.na.calls.length = 0
  expect(await app.pull(webinar)).toEqual({ attendees: 600, matched: 600, written: 600, unmatched: 0 })
  expect(listsRead(app)).toBe(2)
  expect([putOff, written.length, new Set(written).size]).toEqual([1, 600, 600])
})
