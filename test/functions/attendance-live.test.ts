import { clientOf } from '@webinar-connector/on24-emulator/client-of'
import { expect } from 'vitest'
import { minute } from '../../lib/core/time.ts'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import { type Account, until, type Webinar } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

const running = { startsInHours: -0.2 }
const look = (app: AttendanceApp) => app.host.run('attendance-timer')
const looks = (app: AttendanceApp, { clientId }: Account) =>
  app.on24.na.calls.filter(({ path }) => path.endsWith(`/client/${clientId}/attendee`)).length
const writes = (app: AttendanceApp) => app.dataverse.calls.filter(({ path }) => path.endsWith('UpsertMultiple')).length

/** Somebody with a registration joins. */
function joins(app: AttendanceApp, webinar: Webinar, name: string, facts: object = {}) {
  const email = `${name}@example.test`
  const registration = app.registered(webinar, email)
  app.attendee(webinar, { email, registration, facts: { liveviewed: 1, liveminutes: 3, ...facts } })
  return registration
}

test('people who join are checked in with the next look, by one call for two webinars', async ({ app }) => {
  const account = await app.account()
  const [one, other] = [await app.webinar({ ...account, ...running }), await app.webinar({ ...account, ...running })]
  const registrations = [joins(app, one, 'ada'), joins(app, other, 'grace')]
  app.attendee(one, { email: 'nobody@example.test' })
  expect(await look(app)).toBeUndefined()
  expect(looks(app, account)).toBe(1)
  expect([one, other].flatMap(app.checkIns)).toMatchObject(
    registrations.map((msevtmgt_registrationid) => ({ msevtmgt_registrationid, msevtmgt_viewingdurationinmins: 3 })),
  )
  const [{ msevtmgt_checkintime: seen } = {}] = app.checkIns(one)
  const since = Date.now() - Date.parse(String(seen))
  expect(since).toBeGreaterThan(2.5 * minute)
  expect(since).toBeLessThan(10 * minute)

  const before = writes(app)
  app.on24.na.attend(one.on24, app.registrants(one)[0]?.eventuserid ?? 0, { liveminutes: 8 })
  await look(app)
  expect([looks(app, account), writes(app)]).toEqual([2, before])
  joins(app, one, 'late')
  await look(app)
  expect(app.checkIns(one)).toHaveLength(2)
})

test('a reading after the end makes a check-in exact, and no look changes it again', async ({ app }) => {
  const account = await app.account()
  const webinar = await app.webinar({ ...account, ...running })
  joins(app, webinar, 'ada')
  await look(app)
  const [early] = app.checkIns(webinar)
  const exact = { firstliveactivity: '2026-05-12T05:58:10-07:00', lastliveactivity: '2026-05-12T06:50:02-07:00' }
  const { eventuserid = 0 } = app.registrants(webinar)[0] ?? {}
  app.on24.na.attend(webinar.on24, eventuserid, { ...exact, liveminutes: 42, askedquestions: 2 })
  expect(await app.pull(webinar)).toMatchObject({ matched: 1, written: 1 })
  const made = {
    ...{ msevtmgt_checkinid: early?.msevtmgt_checkinid, msevtmgt_checkintime: '2026-05-12T12:58:10Z' },
    ...{ msevtmgt_viewingdurationinmins: 42, msevtmgt_numberofquestionsasked: 2 },
  }
  expect(app.checkIns(webinar)).toMatchObject([made])
  app.on24.na.attend(webinar.on24, eventuserid, { liveminutes: 43, lastliveactivity: new Date().toISOString() })
  await look(app)
  expect(app.checkIns(webinar)).toMatchObject([made])
})

test('who was checked in by Dynamics is left to the reading after the end', async ({ app }) => {
  const webinar = await app.webinar({ ...(await app.account()), ...running })
  const registration = joins(app, webinar, 'ada')
  app.dataverse.insert('msevtmgt_checkin', {
    ...{ msevtmgt_checkintype: 100000001, msevtmgt_registrationid: registration, msevtmgt_event: webinar.id },
  })
  await look(app)
  expect(app.checkIns(webinar)).toHaveLength(1)
})

test('an account is not asked where nothing runs, or where an administrator decided so', async ({ app }) => {
  const [idle, off] = [await app.account(), await app.account({ settings: { wbc_livecheckins: false } })]
  await app.webinar({ ...idle, startsInHours: 0.2 })
  await app.webinar({ ...idle, startsInHours: -1.6 })
  const silent = await app.webinar({ ...off, ...running })
  joins(app, silent, 'ada')
  await look(app)
  expect([looks(app, idle), looks(app, off)]).toEqual([0, 0])
  expect(app.checkIns(silent)).toEqual([])
})

test('an account that hangs or has no quota left holds up no other', async ({ app }) => {
  const [hanging, full, well] = [await app.account(), await app.account(), await app.account()]
  const [silent, refused, good] = [
    await app.webinar({ ...hanging, ...running }),
    await app.webinar({ ...full, ...running }),
    await app.webinar({ ...well, ...running }),
  ]
  for (const webinar of [silent, refused, good]) joins(app, webinar, 'ada')
  const answer = Promise.withResolvers<undefined>()
  app.on24.na.injectFault((request) => {
    if (!request.url.includes('realtimeonly')) return undefined
    if (clientOf(request) === hanging.clientId) return answer.promise
    const message = 'You have reached the maximum number of calls for this api'
    return clientOf(request) === full.clientId ? Response.json({ message }, { status: 403 }) : undefined
  })
  const looking = look(app)
  await until(() => expect(app.checkIns(good)).toHaveLength(1))
  expect([silent, refused].flatMap(app.checkIns)).toEqual([])
  answer.resolve(undefined)
  await looking
  expect(app.checkIns(silent)).toHaveLength(1)
})
