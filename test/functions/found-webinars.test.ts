import { expect } from 'vitest'
import { hour, minute } from '../../lib/core/time.ts'
import { type Account, test as base, type TestApp, until } from '../harness/test-app.ts'
import { languages, row, says } from '../harness/webinars.ts'

const states = { done: 524130002, failed: 524130003 }
const test = base
test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

/** A webinar that somebody made at ON24. */
function atOn24(app: TestApp, { clientId }: Account, facts: object = {}) {
  const goodafter = new Date(Math.ceil(Date.now() / hour) * hour + 48 * hour)
  const about = { title: 'Made at ON24', goodafter, durationMinutes: 60, timeZone: 'Europe/Vienna', languageCd: 'de' }
  return app.on24.na.addEvent({ clientId, ...about, ...facts })
}

const found = (app: TestApp, { configuration }: Account) =>
  app.dataverse.rows('wbc_foundwebinar').filter((one) => one.wbc_configurationid === configuration)
const foundAs = (app: TestApp, account: Account, webinar: number) =>
  String(found(app, account).find((one) => one.wbc_webinarid === String(webinar))?.wbc_foundwebinarid)

/** A sweep so much later, by which each list is read anew. */
async function sweepLater(app: TestApp, by: number) {
  const later = await app.startHost({ clockShift: by })
  expect(await later.run('sweep-timer')).toBeUndefined()
  await later.stop()
}

const order = (app: TestApp, wbc_foundwebinarid: string) =>
  app.dataverse.insert('wbc_request', { wbc_kind: 524130007, wbc_foundwebinarid })

function answered(app: TestApp, id: string, answer: RegExp, state: keyof typeof states = 'done') {
  return until(() => {
    const { wbc_state, wbc_answer } = app.dataverse.row('wbc_request', id) ?? {}
    expect({ wbc_state, wbc_answer }).toEqual({ wbc_state: states[state], wbc_answer: expect.stringMatching(answer) })
  })
}

const eventsNaming = (app: TestApp, webinar: number) =>
  app.dataverse.rows('msevtmgt_event').filter((one) => one.msevtmgt_webinarid === String(webinar))

test('webinars at ON24 that no row names are listed, and go once one does', async ({ app }) => {
  const account = await app.account()
  const own = await app.webinar(account)
  const webinar = atOn24(app, account)
  atOn24(app, account, { title: 'Of another environment', campaignCode: `${own.id}_00000000-ffff` })
  atOn24(app, account, { title: 'Long over', goodafter: new Date(Date.now() - 9 * 24 * hour) })
  app.on24.na.register(webinar, { email: 'ada@example.test' })
  await app.idle()
  expect(await app.host.run('sweep-timer')).toBeUndefined()
  expect(found(app, account)).toMatchObject([
    {
      ...{ wbc_name: 'Made at ON24', wbc_webinarid: String(webinar), wbc_registrants: 1 },
      wbc_link: expect.stringContaining(`/${webinar}/`),
    },
  ])
  app.on24.na.register(webinar, { email: 'grace@example.test' })
  await sweepLater(app, 70 * minute)
  expect(found(app, account)).toMatchObject([{ wbc_registrants: 2 }])
  app.dataverse.update('msevtmgt_event', own.id, { msevtmgt_webinarid: `https://event.on24.com/wcc/r/${webinar}/A1` })
  await app.idle()
  await sweepLater(app, 140 * minute)
  expect(found(app, account)).toMatchObject([{ wbc_webinarid: String(own.on24) }])
})

test('one order makes the event that takes over a found webinar', async ({ app }) => {
  const account = await app.account()
  await app.idle()
  const types = app.dataverse.rows('msevtmgt_webinartype')
  const isLive = (one: (typeof types)[number]) =>
    one.msevtmgt_webinarconfiguration === account.configuration && one.msevtmgt_value === 'fav'
  const type = types.find(isLive)?.msevtmgt_webinartypeid
  const webinar = atOn24(app, account, { promotionalSummary: '<p>What is <b>new</b></p>' })
  const before = planned(app, webinar)
  await app.host.run('sweep-timer')
  const id = order(app, foundAs(app, account, webinar))
  await answered(app, id, /^The event “Made at ON24” was made; it starts at .*Europe\/Berlin\).*\n.*plain text/)
  const [event, ...others] = eventsNaming(app, webinar)
  expect(others).toEqual([])
  expect(event).toMatchObject({
    ...{ msevtmgt_name: 'Made at ON24', msevtmgt_description: 'What is new', msevtmgt_eventformat: 100000002 },
    ...{ msevtmgt_eventtimezone: 110, msevtmgt_language: languages.german, msevtmgt_webinartype: type },
    ...{ ownerid: app.dataverse.row('wbc_request', id)?.createdby },
  })
  const { msevtmgt_webinarurl } = await says(app, String(event?.msevtmgt_eventid), 'Ready')
  expect(msevtmgt_webinarurl).toContain(`/${webinar}/`)
  await app.idle()
  expect(planned(app, webinar)).toEqual(before)
})

/** All that ON24 was asked to hold. */
function planned(app: TestApp, webinar: number) {
  const { title, goodafter, durationMinutes, timeZone, eventType, languageCd, promotionalSummary } =
    app.on24.na.event(webinar)
  return { title, goodafter, durationMinutes, timeZone, eventType, languageCd, promotionalSummary }
}

test('a webinar that is ordered twice gets one event', async ({ app }) => {
  const account = await app.account()
  const webinar = atOn24(app, account)
  await app.host.run('sweep-timer')
  const ids = [0, 1, 2].map(() => order(app, foundAs(app, account, webinar)))
  for (const id of ids) await answered(app, id, /was made|under way|carried out meanwhile/)
  expect(eventsNaming(app, webinar)).toHaveLength(1)
  await app.idle()
  await answered(app, order(app, foundAs(app, account, webinar)), /was made of this webinar before, and runs as it/)
  await sweepLater(app, 2 * hour)
  expect(found(app, account)).toEqual([])
})

test('a webinar that is gone or taken meanwhile gets no event, and the answer says why', async ({ app }) => {
  const account = await app.account()
  const [gone, taken, foreign, left] = ['A', 'B', 'C', 'D'].map((title) => atOn24(app, account, { title }))
  if (!gone || !taken || !foreign || !left) throw new Error('There are four.')
  await app.host.run('sweep-timer')
  app.on24.na.event(gone).deleted = true
  app.on24.na.event(foreign).campaignCode = '11111111-1111-4111-8111-111111111111-00000000-ffff'
  const byHand = await app.webinar({ ...account, values: { msevtmgt_name: 'By hand', msevtmgt_webinarid: `${taken}` } })
  await app.idle()
  await answered(app, order(app, foundAs(app, account, gone)), /no longer at ON24/, 'failed')
  await answered(app, order(app, foundAs(app, account, taken)), /“By hand” names this webinar already/, 'failed')
  await answered(app, order(app, foundAs(app, account, foreign)), /another Dynamics environment/, 'failed')
  await answered(app, order(app, foundAs(app, account, left)), /was made/)
  const [made] = eventsNaming(app, left)
  app.dataverse.update('msevtmgt_event', String(made?.msevtmgt_eventid), { msevtmgt_webinarid: String(byHand.on24) })
  await app.idle()
  await answered(
    app,
    order(app, foundAs(app, account, left)),
    /“D” was made of this webinar before, and does/,
    'failed',
  )
  expect(row(app, String(made?.msevtmgt_eventid))).toMatchObject({ msevtmgt_webinarid: String(byHand.on24) })
})
