import { expect } from 'vitest'
import { type Account, type TestApp, test, until } from '../harness/test-app.ts'
import { cancelled, languages, madeFor, onlyMadeFor, plan, row, save, says, webinarType } from '../harness/webinars.ts'

/** An event on site, and a session of it that is wanted as a webinar. */
function conference(app: TestApp, account: Account, values: Record<string, unknown> = {}) {
  const [start, end] = ['2027-07-01T18:00:00Z', '2027-07-01T19:00:00Z']
  const event = app.dataverse.insert('msevtmgt_event', {
    ...{ msevtmgt_name: 'Conference', msevtmgt_eventtimezone: 92, msevtmgt_eventformat: 100000001 },
    ...{ msevtmgt_eventstartdate: start, msevtmgt_eventenddate: end, ...values },
  })
  const session = app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event, msevtmgt_sessionformat: 100000003 },
    ...{ msevtmgt_starttime: start, msevtmgt_endtime: end, msevtmgt_language: languages.english },
    ...{ msevtmgt_webinarconfigurationid: account.configuration, msevtmgt_webinartype: webinarType(app, account) },
  })
  return { event, session }
}

test('a session of a template, a deactivated or a cancelled event gets no webinar', async ({ app }) => {
  const account = await app.account()
  const off = [{ msevtmgt_istemplate: 100000001 }, { statecode: 1 }, { msevtmgt_publishstatus: cancelled }]
  const left = off.map((values) => conference(app, account, values).session)
  const { session } = conference(app, account)
  await says(app, session, 'Ready', 'msevtmgt_session')
  await app.idle()
  for (const id of left) {
    expect(madeFor(app, id)).toEqual([])
    expect(row(app, id, 'msevtmgt_session').msevtmgt_webinarstatusreason ?? null).toBeNull()
  }
})

test('an event longer than any webinar at ON24 is held as its sessions', async ({ app }) => {
  const account = await app.account()
  const { event, session } = conference(app, account, {
    ...{ msevtmgt_eventformat: 100000002, msevtmgt_webinarconfigurationid: account.configuration },
    ...{ msevtmgt_eventstartdate: '2027-07-01T09:00:00Z', msevtmgt_eventenddate: '2027-07-02T17:00:00Z' },
  })
  await says(app, session, 'Ready', 'msevtmgt_session')
  const words =
    'In sessions: The event takes 1920 minutes and a webinar at ON24 at most 480, so its sessions are the webinars: each that has a webinar configuration.'
  await says(app, event, words)
  expect([madeFor(app, event).length, madeFor(app, session).length]).toEqual([0, 1])
  const check = await app.call('POST', `webinars/msevtmgt_event/${event}/check`)
  expect(await check.json()).toMatchObject({ findings: [{ code: 'plan', level: 'warning' }] })
  await app.idle()
  await says(app, event, words)
  const registration = app.register({ kind: 'event', id: event }, app.contact({ emailaddress1: 'ada@example.test' }))
  const text = () => app.row(registration)?.msevtmgt_registrationstatus
  await until(() => expect(text()).toMatch(/^Not sent: only the sessions of the event are webinars\./))
})

test('a registration of an event that started without a webinar is promised nothing', async ({ app }) => {
  const past = { msevtmgt_eventstartdate: '2020-07-01T18:00:00Z', msevtmgt_eventenddate: '2020-07-01T19:00:00Z' }
  const id = plan(app, await app.account(), past)
  await says(app, id, 'Needs attention: The event starts in the past, so no webinar is made for it.')
  const registration = app.register({ kind: 'event', id }, app.contact({ emailaddress1: 'ada@example.test' }))
  await until(() =>
    expect(app.row(registration)?.msevtmgt_registrationstatus).toBe(
      'Not sent: the event started without a webinar. Its webinar status says why.',
    ),
  )
})

test('a session longer than any webinar at ON24 needs attention', async ({ app }) => {
  const { session } = conference(app, await app.account())
  await says(app, session, 'Ready', 'msevtmgt_session')
  app.dataverse.update('msevtmgt_session', session, { msevtmgt_endtime: '2027-07-02T06:00:00Z' })
  const words = 'Needs attention: ON24 holds webinars of at most 480 minutes; this one takes 720. Change the end.'
  await says(app, session, words, 'msevtmgt_session')
})

test('a cancelled event cancels its sessions, and brings them back when opened again', async ({ app }) => {
  const { event, session } = conference(app, await app.account())
  await says(app, session, 'Ready', 'msevtmgt_session')
  const contact = app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' })
  const registration = app.register({ kind: 'session', id: session }, contact)
  const status = () => app.row(registration)?.msevtmgt_registrationstatus
  await until(() => expect(status()).toBe('Registered at ON24'))
  save(app, event, { msevtmgt_publishstatus: cancelled })
  await says(app, session, 'Cancelled: Cancelled. Everybody is deregistered at ON24', 'msevtmgt_session')
  await until(() => expect(status()).toBe('Cancelled at ON24'))
  save(app, event, { msevtmgt_publishstatus: 100000001 })
  await says(app, session, 'Ready', 'msevtmgt_session')
  await until(() => expect(status()).toBe('Registered at ON24'))
  expect(app.on24.na.registrants(onlyMadeFor(app, session).eventid)).toMatchObject([{ userstatus: 'active' }])
})
