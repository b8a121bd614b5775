import { describe, expect } from 'vitest'
import { type TestApp, test, tokensOf, until } from '../harness/test-app.ts'
import { wallClock } from '../harness/wall-clock.ts'
import {
  calls,
  cancelled,
  languages,
  madeFor,
  onlyMadeFor,
  plan,
  row,
  save,
  says,
  webinarType,
  wishes,
} from '../harness/webinars.ts'

const only = (app: TestApp, id: string) => onlyMadeFor(app, id)

describe('a webinar', () => {
  test('is made at ON24 when an event is saved, and its links stand on the row', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account)
    const saved = await says(app, id, 'Ready: The webinar is at ON24')
    const event = only(app, id)
    expect(event).toMatchObject({
      ...{ clientid: account.clientId, title: 'Autumn demo', promotionalSummary: 'What is new' },
      ...{ durationMinutes: 60, eventType: 'fav', languageCd: 'de', timeZone: 'Etc/UTC' },
    })
    expect(event.goodafter.toISOString().replace('.000', '')).toBe(saved.msevtmgt_eventstartdate)
    expect(saved).toMatchObject({
      msevtmgt_webinarid: String(event.eventid),
      msevtmgt_webinarurl: expect.stringMatching(/^https:\/\/event\.on24\.com\/wcc\/r\//),
      msevtmgt_presentationmanagerurl: expect.stringContaining('present'),
    })
  })

  test('of a session takes its event’s time zone, and a long link the other column', async ({ app }) => {
    const account = await app.account()
    const start = '2027-07-01T18:00:00Z'
    const event = app.dataverse.insert('msevtmgt_event', {
      ...{ msevtmgt_name: 'Conference', msevtmgt_eventtimezone: 110, msevtmgt_eventformat: 100000001 },
      ...{ msevtmgt_eventstartdate: start, msevtmgt_eventenddate: '2027-07-02T18:00:00Z' },
    })
    const session = (values: object) =>
      app.dataverse.insert('msevtmgt_session', {
        ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event, msevtmgt_sessionformat: 100000003 },
        ...{ msevtmgt_starttime: start, msevtmgt_endtime: '2027-07-01T20:30:00Z' },
        ...{ msevtmgt_language: languages.traditionalChinese, msevtmgt_sessionsummary: 'Opening' },
        ...{ msevtmgt_webinarconfigurationid: account.configuration },
        ...{ msevtmgt_webinartype: webinarType(app, account, 'simulive'), ...values },
      })
    const first = session({})
    await says(app, first, 'Ready', 'msevtmgt_session')
    expect(only(app, first)).toMatchObject({
      ...{ goodafter: new Date('2027-07-01T16:00:00Z'), durationMinutes: 150, timeZone: 'Europe/Berlin' },
      ...{ eventType: 'simulive', languageCd: 'zh', countryCd: 'TW', promotionalSummary: 'Opening' },
    })
    app.on24.na.event(only(app, first).eventid).audienceQuery = `?utm=${'x'.repeat(100)}`
    save(app, event, { msevtmgt_eventtimezone: 92 })
    await until(() => expect(only(app, first).goodafter).toEqual(new Date('2027-07-01T18:00:00Z')))
    app.dataverse.update('msevtmgt_session', first, { msevtmgt_webinarurl: null })
    const saved = await says(app, first, 'more than 100 characters', 'msevtmgt_session')
    expect(saved.msevtmgt_attendeeurl).toMatch(/utm=x{100}$/)
    expect(saved.msevtmgt_webinarurl ?? null).toBeNull()
  })

  test('that ON24 has already is adopted by its id: nothing is made or changed', async ({ app }) => {
    const account = await app.account()
    const existing = app.on24.na.addEvent({
      ...{ clientId: account.clientId, title: 'Old friend', durationMinutes: 30 },
      goodafter: new Date(Date.now() + 48 * 3_600_000),
    })
    const id = plan(app, account, { msevtmgt_webinarid: String(existing) })
    expect(await says(app, id, 'Ready')).toMatchObject({
      msevtmgt_webinarid: String(existing),
      msevtmgt_webinarurl: expect.stringContaining(`/r/${existing}/`),
    })
    expect(madeFor(app, id)).toEqual([])
    expect(app.on24.na.event(existing)).toMatchObject({ title: 'Old friend', durationMinutes: 30 })
    save(app, id, { msevtmgt_name: 'Now from CRM' })
    await until(() => expect(app.on24.na.event(existing).title).toBe('Now from CRM'))
  })

  test('that is another one than before does not keep the links of the former', async ({ app }) => {
    const account = await app.account()
    app.on24.na.injectFault(async (request) => {
      if (request.method !== 'POST' || !request.url.endsWith('/event')) return undefined
      app.on24.na.injectFault()
      const { wccevent } = (await (await fetch(request)).json()) as { wccevent: object }
      return Response.json({ wccevent: { ...wccevent, audienceUrl: null, PMUrl: null } })
    })
    const former = 'https://former.test'
    const links = { msevtmgt_webinarurl: former, msevtmgt_presentationmanagerurl: former }
    const id = plan(app, account, links)
    await until(() => expect(row(app, id).msevtmgt_webinarid).toBe(String(only(app, id).eventid)))
    for (const link of Object.keys(links)) expect(row(app, id)[link] ?? '').not.toBe(former)
  })

  test('that is unknown or inactive at ON24 is not adopted, and the row says so', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account, { msevtmgt_webinarid: '404' })
    await says(
      app,
      id,
      'Needs attention: ON24 has no webinar “404”. Correct the webinar id, or clear it to have a new webinar made.',
    )
    const facts = { clientId: account.clientId, title: 'Switched off', durationMinutes: 60 }
    const inactive = app.on24.na.addEvent({ ...facts, goodafter: new Date(Date.now() + 48 * 3_600_000) })
    app.on24.na.event(inactive).active = false
    save(app, id, { msevtmgt_webinarid: String(inactive) })
    await says(app, id, 'Needs attention: The webinar is inactive at ON24. Activate it there.')
    save(app, id, { msevtmgt_webinarid: null })
    await says(app, id, 'Ready')
    expect(only(app, id).active).toBe(true)
  })

  test('is what registrations wait for: they go out by themselves', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account, { msevtmgt_webinartype: null })
    await says(app, id, 'The event has no webinar type. Choose one.')
    const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
    const registration = app.register({ kind: 'event', id }, contact)
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toMatch(/has no webinar yet/))
    save(app, id, { msevtmgt_webinartype: webinarType(app, account) })
    await until(() => expect(app.row(registration)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
    expect(app.on24.na.registrants(only(app, id).eventid)).toMatchObject([{ exteventusercd: registration }])
  })

  test('waits for credentials, and is made when they are entered', async ({ app }) => {
    const configuration = app.dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_name: 'Later' })
    const id = plan(app, { configuration, clientId: '' })
    await says(app, id, 'The webinar configuration has no credentials. Your administrator: enter them there.')
    const { clientId } = await app.account()
    const body = { provider: 'on24', region: 'na', clientId, acceptTerms: true }
    const tokens = tokensOf(clientId)
    expect((await app.give(configuration, { ...body, ...tokens })).status).toBe(200)
    await says(app, id, 'Ready')
    only(app, id)
  })

  test('that is not wanted online is not made, and its row shows no account problem', async ({ app }) => {
    const account = await app.account()
    const wanted = plan(app, account)
    await says(app, wanted, 'Ready')
    app.on24.na.injectFault(() => Response.json({ message: 'The access token is deactivated.' }, { status: 401 }))
    save(app, wanted, { msevtmgt_name: 'New name' })
    await says(
      app,
      wanted,
      'Needs attention: The webinar provider refuses access at present. Your administrator: see the webinar configuration.',
    )
    app.on24.na.injectFault()
    const onSite = plan(app, account, { msevtmgt_eventformat: 100000001 })
    const off = plan(app, account, { msevtmgt_publishstatus: cancelled })
    const template = plan(app, account, { msevtmgt_istemplate: 100000001 })
    const after = plan(app, await app.account())
    await says(app, after, 'Ready')
    await app.idle()
    for (const id of [onSite, off, template]) {
      expect(madeFor(app, id)).toEqual([])
      expect(row(app, id).msevtmgt_webinarstatusreason ?? null).toBeNull()
    }
  })
})

test('is made once, however many messages arrive at once', async ({ app }) => {
  const account = await app.account()
  const ids = Array.from({ length: 3 }, () => plan(app, account))
  for (let hint = 0; hint < 4; hint += 1) for (const id of ids) save(app, id, { msevtmgt_maximumeventcapacity: hint })
  for (const id of ids) await says(app, id, 'Ready')
  await app.idle()
  for (const id of ids) {
    expect(madeFor(app, id).map(({ eventid }) => String(eventid))).toEqual([row(app, id).msevtmgt_webinarid])
  }
})

describe('a changed event', () => {
  test('moves and is renamed at ON24, once for each change', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account)
    await says(app, id, 'Ready')
    app.on24.na.calls.length = 0
    save(app, id, { msevtmgt_name: 'Winter demo' })
    await until(() => expect(only(app, id).title).toBe('Winter demo'))
    save(app, id, { msevtmgt_eventstartdate: '2027-01-10T10:00:00Z', msevtmgt_eventenddate: '2027-01-10T11:30:00Z' })
    await until(() => expect(only(app, id).goodafter).toEqual(new Date('2027-01-10T10:00:00Z')))
    expect(only(app, id).durationMinutes).toBe(90)
    save(app, id, { msevtmgt_description: null, msevtmgt_language: languages.english })
    await until(() => expect(only(app, id)).toMatchObject({ promotionalSummary: '', languageCd: 'en' }))
    expect(calls(app, 'PUT', /event/)).toBe(3)
    expect(calls(app, 'POST', /event$/)).toBe(0)
  })

  test('is not told to ON24 when ON24 knows nothing of what changed', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account)
    await says(app, id, 'Ready')
    app.on24.na.calls.length = 0
    save(app, id, { msevtmgt_maximumeventcapacity: 50 })
    save(app, id, { msevtmgt_publiceventurl: 'https://example.test' })
    const later = plan(app, account)
    await says(app, later, 'Ready')
    await app.idle()
    expect(calls(app, 'PUT', /event/)).toBe(0)
  })

  test('that ON24 refuses is said on the row until it is in step again', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account)
    const { msevtmgt_eventenddate: end } = await says(app, id, 'Ready')
    save(app, id, { msevtmgt_eventenddate: null })
    await says(app, id, 'Needs attention: The event has no end. Enter one.')
    save(app, id, { msevtmgt_eventenddate: end })
    await says(app, id, 'Ready: The webinar is at ON24')
    app.on24.na.event(only(app, id).eventid).goodafter = new Date(Date.now() - 60_000)
    save(app, id, { msevtmgt_name: 'Too late' })
    await says(app, id, 'Needs attention: The webinar has started, so ON24 no longer changes it.')
    expect(only(app, id).title).toBe('Autumn demo')
  })
})

describe('bad input makes no webinar, and the row says what to do:', () => {
  const wrong: [string, Record<string, unknown>, RegExp][] = [
    ['no end', { msevtmgt_eventenddate: null }, /The event has no end\. Enter one\./],
    ['no start', { msevtmgt_eventstartdate: null }, /The event has no start\. Enter one\./],
    [
      'no time zone',
      { msevtmgt_eventtimezone: null },
      /The event has no time zone, or one that is not known\. Choose another one\./,
    ],
    ['a time zone nobody knows', { msevtmgt_eventtimezone: 1234 }, /no time zone, or one that is not known/],
    ['no name', { msevtmgt_name: null }, /The event has no name\. Enter one\./],
    ['no language', { msevtmgt_language: null }, /The event has no webinar language\. Choose one\./],
    [
      'a language ON24 lacks',
      { msevtmgt_language: languages.turkish },
      /does not offer webinars in Turkish\. Choose another/,
    ],
    [
      'a start in the past',
      { msevtmgt_eventstartdate: '2020-01-01T10:00:00Z', msevtmgt_eventenddate: '2020-01-01T11:00:00Z' },
      /starts in the past/,
    ],
    ['an end before the start', { msevtmgt_eventenddate: '2020-01-01T10:00:00Z' }, /ends before it starts/],
    [
      'a start that the clocks skip',
      {
        msevtmgt_eventtimezone: 110,
        msevtmgt_eventstartdate: '2027-03-28T02:30:00Z',
        msevtmgt_eventenddate: '2027-03-28T03:15:00Z',
      },
      /The clocks change: the start of the event does not exist\. Choose another time\./,
    ],
  ]
  test.for(wrong)('%s', async ([, values, sentence], { app }) => {
    const id = plan(app, await app.account(), values)
    await says(app, id, sentence)
    expect(row(app, id)).toMatchObject({ msevtmgt_webinarstatus: 'Needs attention' })
    expect(row(app, id).msevtmgt_webinarid ?? null).toBeNull()
    expect(madeFor(app, id)).toEqual([])
  })

  test('a type the account does not have', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account, { msevtmgt_webinartype: webinarType(app, account, 'opera') })
    await says(app, id, 'does not offer this webinar type. Choose another one.')
    expect(madeFor(app, id)).toEqual([])
  })

  test('a language that an earlier release listed as a type', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account, { msevtmgt_webinartype: webinarType(app, account, 'language:fr') })
    await says(app, id, 'does not offer this webinar type. Choose another one.')
    expect(madeFor(app, id)).toEqual([])
  })

  test('a start that is over for ON24', async ({ app }) => {
    const account = await app.account()
    const answer = (message: string, status: number) =>
      app.on24.na.injectFault((request) =>
        request.method === 'POST' && request.url.endsWith('/event')
          ? Response.json({ message }, { status })
          : undefined,
      )
    answer('liveStart is in the past.', 400)
    const late = plan(app, account)
    await says(app, late, 'Needs attention: ON24 makes no webinar that starts in the past. Correct the start.')
    answer('Not found.', 404)
    const lost = plan(app, account)
    await says(app, lost, 'Needs attention: ON24 did not make the webinar and gave no reason.')
    app.on24.na.injectFault()
  })

  test('until it is corrected', async ({ app }) => {
    const account = await app.account()
    const id = plan(app, account, { msevtmgt_eventenddate: null })
    await says(app, id, 'has no end')
    save(app, id, { msevtmgt_eventenddate: wishes(app, account).msevtmgt_eventenddate ?? wallClock(new Date()) })
    await says(app, id, 'Ready')
  })
})

test('an event of fifty minutes has an hour at ON24, and its row says so', async ({ app }) => {
  const values = { msevtmgt_eventstartdate: '2027-01-01T10:00:00Z', msevtmgt_eventenddate: '2027-01-01T10:50:00Z' }
  const id = plan(app, await app.account(), values)
  await says(app, id, /^Ready: .* ON24 holds no webinars of 50 minutes, so it has 60 there\.$/)
  expect(only(app, id).durationMinutes).toBe(60)
  const said = row(app, id).msevtmgt_webinarstatusreason
  const { findings } = (await (await app.call('POST', `webinars/msevtmgt_event/${id}/check`)).json()) as {
    findings: unknown[]
  }
  expect(findings).toEqual([])
  expect(row(app, id).msevtmgt_webinarstatusreason).toBe(said)
})

test('ON24 is told a zone by the name that it lists', async ({ app }) => {
  const account = await app.account()
  app.on24.na.injectFault(({ url }) =>
    url.endsWith('/timezones') ? Response.json({ timezones: [{ value: 'UTC' }] }) : undefined,
  )
  const id = plan(app, account)
  await says(app, id, 'Ready')
  expect(only(app, id).timeZone).toBe('UTC')
  save(app, id, { msevtmgt_name: 'New name' })
  await until(() => expect(only(app, id)).toMatchObject({ title: 'New name', timeZone: 'UTC' }))
  app.on24.na.injectFault()
})

test('ON24 is told the instant of the venue’s wall clock in every zone', async ({ app }) => {
  const account = await app.account()
  const venues: [code: number, wall: string, instant: string][] = [
    [4, '2027-03-14T01:30:00Z', '2027-03-14T09:30:00.000Z'],
    [4, '2027-03-14T03:30:00Z', '2027-03-14T10:30:00.000Z'],
    [35, '2027-11-07T01:30:00Z', '2027-11-07T05:30:00.000Z'],
    [85, '2027-10-31T09:00:00Z', '2027-10-31T09:00:00.000Z'],
    [110, '2027-03-28T02:30:00Z', '2027-03-28T01:30:00.000Z'],
    [190, '2027-07-01T09:00:00Z', '2027-07-01T03:30:00.000Z'],
    [255, '2027-10-03T09:00:00Z', '2027-10-02T22:00:00.000Z'],
    [290, '2027-04-04T09:00:00Z', '2027-04-03T21:00:00.000Z'],
  ]
  for (const [code, wall, instant] of venues) {
    const end = wallClock(new Date(Date.parse(wall) + 4 * 3_600_000))
    const id = plan(app, account, {
      msevtmgt_eventtimezone: code,
      msevtmgt_eventstartdate: wall,
      msevtmgt_eventenddate: end,
    })
    await says(app, id, /^(Ready|Needs attention): /)
    expect([code, wall, only(app, id).goodafter.toISOString()]).toEqual([code, wall, instant])
  }
})
