import { expect } from 'vitest'
import { hour } from '../../lib/core/time.ts'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import type { Webinar } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'
import { save, says } from '../harness/webinars.ts'

const table = 'msevtmgt_event'
const unread = 'Over: Over. Attendance is read within a few hours.'
const wasRead = (counts: string) => new RegExp(`^Over: Over\\. Attendance read \\d+ \\w+ \\d\\d:\\d\\d: ${counts}\\.$`)

/** How often the row of the webinar was written until nothing is left to do. */
async function writesOf(app: AttendanceApp, { id }: Webinar, act: () => Promise<unknown>) {
  const writes = () => app.dataverse.calls.filter(({ method, path }) => method === 'PATCH' && path.includes(id)).length
  await app.idle()
  const before = writes()
  await act()
  await app.idle()
  return writes() - before
}

const reconcile = (app: AttendanceApp, { id }: Webinar) => app.enqueue('webinars', { table, id })

test('the row of a webinar that is over says what was read, one write a reading that has news', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  await reconcile(app, webinar)
  await says(app, webinar.id, unread)
  app.attendee(webinar, { email: 'ada@example.test', registration: app.registered(webinar, 'ada@example.test') })
  app.attendee(webinar, { email: 'stranger@example.test' })
  expect(await writesOf(app, webinar, () => app.pull(webinar))).toBe(1)
  await says(app, webinar.id, wasRead('2 attended, 1 not matched'))
  expect(await writesOf(app, webinar, () => app.pull(webinar))).toBe(0)
  const review = () => app.enqueue('webinars', { table, id: webinar.id, work: 'review' })
  expect(await writesOf(app, webinar, review)).toBe(0)
  app.attendee(webinar, { email: 'bob@example.test', registration: app.registered(webinar, 'bob@example.test') })
  expect(await writesOf(app, webinar, () => app.pull(webinar))).toBe(1)
  await says(app, webinar.id, wasRead('3 attended, 1 not matched'))
})

test('a row on which nothing was ever written is not written for its attendance', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  app.attendee(webinar, { email: 'ada@example.test' })
  expect(await writesOf(app, webinar, () => app.pull(webinar))).toBe(0)
})

test('a late edit of a webinar that is over is no attention', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  await reconcile(app, webinar)
  await says(app, webinar.id, unread)
  save(app, webinar.id, { msevtmgt_name: 'Renamed' })
  expect(await writesOf(app, webinar, () => reconcile(app, webinar))).toBe(0)
  await says(app, webinar.id, unread)
})

test('a webinar that is held again later is Ready again', async ({ app }) => {
  const webinar = await app.webinar({ startsInHours: -3 })
  await reconcile(app, webinar)
  await app.pull(webinar)
  await says(app, webinar.id, wasRead('0 attended'))
  const [start, end] = [new Date(Date.now() + 24 * hour), new Date(Date.now() + 25 * hour)]
  app.on24.na.event(webinar.on24).goodafter = start
  save(app, webinar.id, { msevtmgt_eventstartdate: wallClock(start), msevtmgt_eventenddate: wallClock(end) })
  await reconcile(app, webinar)
  await says(app, webinar.id, 'Ready: The webinar is at ON24.')
})
