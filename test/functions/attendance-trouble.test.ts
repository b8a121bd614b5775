import { describe, expect } from 'vitest'
import { type AttendanceApp, test } from '../harness/attendance.ts'
import { until, type Webinar } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.clearFaults())

const past = { startsInHours: -3 }
const timer = (app: AttendanceApp) => app.host.run('attendance-timer')
const row = (app: AttendanceApp, configuration: string) =>
  app.dataverse.row('msevtmgt_webinarconfiguration', configuration)
const refusal = (status: number, message: string) => Response.json({ message }, { status })
const permission = 'You do not have permission to perform the requested operation.'

/** A webinar with so many attendees, all registered in CRM; the registrations by address. */
async function attended(
  app: AttendanceApp,
  addresses: string[],
  account: { configuration?: string; clientId?: string } = {},
) {
  const webinar = await app.webinar({ ...past, ...account })
  const registrations = addresses.map((email) => {
    const registration = app.registered(webinar, email)
    app.attendee(webinar, { email, registration, facts: { liveminutes: 42 } })
    return registration
  })
  return { webinar, registrations }
}

const listOf = (webinar: Webinar, list: 'registrant' | 'attendee', { url }: Request) =>
  url.includes(`/event/${webinar.on24}/${list}`)

describe('an incomplete answer of ON24', () => {
  const cuts = [
    [
      'inside a number of an attendee',
      'attendee',
      '{"eventid":1,"totalattendees":2,"attendees":[{"email":"ada@example.test","eventuserid":700000001,"liveminutes":4',
    ],
    [
      'between two attendees',
      'attendee',
      '{"eventid":1,"totalattendees":2,"attendees":[{"email":"eve@example.test","eventuserid":1},',
    ],
    ['inside the registrants', 'registrant', '{"eventid":1,"totalregistrants":2,"registrants":[{"eventuserid":70000'],
    ['before it began', 'registrant', ''],
    ['that is no JSON', 'attendee', '<html>Please log in</html>'],
  ] as const

  test.for(cuts)('%s writes nothing, and the next reading brings all of it', async ([_, list, half], { app }) => {
    const { webinar, registrations } = await attended(app, ['ada@example.test', 'bob@example.test'])
    const bodies: string[] = []
    app.dataverse.injectFault(async (request) => {
      if (request.url.endsWith('UpsertMultiple')) bodies.push(await request.text())
      return undefined
    })
    let cut = 0
    app.on24.na.injectFault((request) => {
      if (!listOf(webinar, list, request) || cut > 0) return undefined
      cut += 1
      return new Response(half, { headers: { 'content-type': 'application/json' } })
    })
    await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'attendance' })
    await until(() => expect(cut).toBe(1))
    await app.pull(webinar)
    expect(
      app
        .checkIns(webinar)
        .map((one) => one.msevtmgt_registrationid)
        .toSorted(),
    ).toEqual(registrations.toSorted())
    for (const body of bodies) expect(body.match(/"msevtmgt_viewingdurationinmins":42[,}]/g)).toHaveLength(2)
  })

  test('an account whose connections are cut is tried again like any other', async ({ app }) => {
    const { webinar } = await attended(app, ['ada@example.test'])
    let cut = 0
    app.on24.na.injectFault((request) => {
      if (!listOf(webinar, 'attendee', request) || cut > 0) return undefined
      cut += 1
      return 'reset'
    })
    await app.pull(webinar)
    expect(cut).toBe(1)
    expect(app.checkIns(webinar)).toHaveLength(1)
  })
})

test('a person whom ON24 lists twice is one check-in', async ({ app }) => {
  const { webinar, registrations } = await attended(app, ['ada@example.test'])
  const twice = [1, 2].map((liveminutes) => ({ eventuserid: 700, exteventusercd: registrations[0], liveminutes }))
  app.on24.na.injectFault((request) =>
    listOf(webinar, 'attendee', request) ? Response.json({ attendees: twice }) : undefined,
  )
  const before = app.dataverse.calls.length
  await app.pull(webinar)
  expect(app.checkIns(webinar)).toMatchObject([{ msevtmgt_viewingdurationinmins: 2 }])
  expect(app.dataverse.calls.slice(before).filter(({ status }) => status >= 400)).toEqual([])
})

test('the union of two listings is written once, and nothing on the next reading', async ({ app }) => {
  const { webinar, registrations } = await attended(app, ['ada@example.test'])
  const listings = [
    { eventuserid: 700, exteventusercd: registrations[0], liveminutes: 30, askedquestions: 1 },
    { eventuserid: 701, email: 'ada@example.test', liveminutes: 12, askedquestions: 3 },
  ]
  app.on24.na.injectFault((request) =>
    listOf(webinar, 'attendee', request) ? Response.json({ attendees: listings }) : undefined,
  )
  expect(await app.pull(webinar)).toEqual({ attendees: 1, matched: 1, written: 1, unmatched: 0 })
  expect(app.checkIns(webinar)).toMatchObject([{ msevtmgt_viewingdurationinmins: 30 }])
  expect((await app.pull(webinar)).written).toBe(0)
})

test('odd attendees cost themselves only, and one that cannot be read is unmatched', async ({ app }) => {
  const { webinar, registrations } = await attended(app, ['ada@example.test', 'bob@example.test'])
  const attendees = [
    {
      eventuserid: 700,
      exteventusercd: registrations[0],
      liveminutes: '12',
      firstliveactivity: '0001-01-01T00:00:00Z',
    },
    { eventuserid: 701, exteventusercd: registrations[1], liveminutes: 12.5 },
    { email: 'nobody@example.test', liveminutes: 5 },
  ]
  app.on24.na.injectFault((request) =>
    listOf(webinar, 'attendee', request) ? Response.json({ attendees }) : undefined,
  )
  expect(await app.pull(webinar)).toEqual({ attendees: 3, matched: 2, written: 2, unmatched: 1 })
  const minutes = app.checkIns(webinar).map((one) => one.msevtmgt_viewingdurationinmins)
  expect(minutes.toSorted()).toEqual([12, 13])
  expect(await (await app.attendance(webinar)).json()).toMatchObject({
    unmatched: [{ providerId: '', email: null, reason: 'What the provider says of this attendee cannot be read.' }],
  })
})

describe('a row that Dataverse refuses', () => {
  test('is reported as unmatched, and all others are in', async ({ app }) => {
    const addresses = Array.from({ length: 9 }, (_, at) => `person${at}@example.test`)
    const { webinar, registrations } = await attended(app, addresses)
    const bad = registrations[4] ?? ''
    app.dataverse.injectFault(async (request) => {
      const refused = request.url.endsWith('UpsertMultiple') && (await request.text()).includes(bad)
      return refused
        ? Response.json({ error: { code: '0x80040265', message: 'A plug-in says no.' } }, { status: 400 })
        : undefined
    })
    expect(await app.pull(webinar)).toEqual({ attendees: 9, matched: 8, written: 8, unmatched: 1 })
    const kept = app.checkIns(webinar).map((one) => one.msevtmgt_registrationid)
    expect(kept.toSorted()).toEqual(registrations.filter((id) => id !== bad).toSorted())
    expect(await (await app.attendance(webinar)).json()).toMatchObject({
      ...{ attendees: 9, matched: 8 },
      unmatched: [{ email: addresses[4], reason: 'Dataverse refused the check-in.' }],
    })
  })

  test('is only the one whose registration is deleted while attendance is read', async ({ app }) => {
    const { webinar, registrations } = await attended(app, [
      'ada@example.test',
      'bob@example.test',
      'cleo@example.test',
    ])
    const deleted = registrations[1] ?? ''
    app.dataverse.injectFault((request) => {
      const late = request.url.endsWith('UpsertMultiple') && app.row(deleted)
      if (late) app.dataverse.remove('msevtmgt_eventregistration', deleted)
      return undefined
    })
    expect(await app.pull(webinar)).toEqual({ attendees: 3, matched: 2, written: 2, unmatched: 1 })
    expect(app.checkIns(webinar)).toHaveLength(2)
  })

  test('is tried again at the next reading', async ({ app }) => {
    const { webinar } = await attended(app, ['ada@example.test'])
    const no = () => Response.json({ error: { code: '0x0', message: 'No.' } }, { status: 400 })
    app.dataverse.injectFault(({ url }) => (url.endsWith('UpsertMultiple') ? no() : undefined))
    expect(await app.pull(webinar)).toMatchObject({ matched: 0, unmatched: 1 })
    app.dataverse.injectFault()
    expect(await app.pull(webinar)).toEqual({ attendees: 1, matched: 1, written: 1, unmatched: 0 })
  })
})

test('an outage of Dataverse refuses no row, and the next reading writes all of them', async ({ app }) => {
  const { webinar } = await attended(app, ['ada@example.test', 'bob@example.test'])
  let failed = 0
  app.dataverse.injectFault(({ url }) => {
    if (!url.endsWith('UpsertMultiple') || failed > 0) return undefined
    failed += 1
    return new Response(undefined, { status: 503 })
  })
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'attendance' })
  await until(() => expect(failed).toBe(1))
  expect((await app.attendance(webinar)).status).toBe(404)
  await app.pull(webinar)
  expect(await (await app.attendance(webinar)).json()).toMatchObject({ matched: 2, unmatched: [] })
  expect(app.checkIns(webinar)).toHaveLength(2)
})

describe('of several accounts', () => {
  test('one with revoked credentials says so, stops no other, and resumes after a check', async ({ app }) => {
    const [good, bad] = [await app.account(), await app.account()]
    const { webinar } = await attended(app, ['ada@example.test'], good)
    const { webinar: unread } = await attended(app, ['bob@example.test'], bad)
    app.on24.na.injectFault(({ url }) =>
      url.includes(`/client/${bad.clientId}/`) ? refusal(401, 'The access token is deactivated.') : undefined,
    )
    await timer(app)
    await until(() => expect(app.checkIns(webinar)).toHaveLength(1))
    expect(await app.queuedAt(unread)).toBeUndefined()
    expect(row(app, bad.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000002, msevtmgt_providerservicestatus: 100000001 },
      msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    })
    expect(row(app, good.configuration)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })

    app.on24.na.injectFault()
    await app.host.run('sweep-timer')
    await timer(app)
    await until(() => expect(app.checkIns(unread)).toHaveLength(1))
    expect(row(app, bad.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 },
    })
  })

  test('one in a region that is out stops no other, and is unhealthy until it answers', async ({ app }) => {
    const [na, eu] = [await app.account(), await app.account({ region: 'eu' })]
    const { webinar } = await attended(app, ['ada@example.test'], na)
    app.on24.eu.injectFault(() => new Response(undefined, { status: 500 }))
    await timer(app)
    await until(() => expect(app.checkIns(webinar)).toHaveLength(1))
    expect(row(app, eu.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000003 },
      msevtmgt_message: 'ON24 reports a fault of its own at present.',
    })
    app.on24.eu.injectFault()
    await timer(app)
    expect(row(app, eu.configuration)).toMatchObject({
      ...{ msevtmgt_providerservicestatus: 100000000, msevtmgt_message: 'ON24 accepts the credentials.' },
    })
  })

  test('one whose webinar ON24 does not show stops no other', async ({ app }) => {
    const [good, bad] = [await app.account(), await app.account()]
    const { webinar } = await attended(app, ['ada@example.test'], good)
    const { webinar: hidden } = await attended(app, ['bob@example.test'], bad)
    // Two rows name it, so ON24 is asked for which one it was made.
    await app.webinar({ ...bad, ...past, values: { msevtmgt_webinarid: String(hidden.on24) } })
    let asked = 0
    app.on24.na.injectFault(({ url }) => {
      if (!url.endsWith(`/client/${bad.clientId}/event/${hidden.on24}`)) return undefined
      asked += 1
      return new Response(null, { status: 500 })
    })
    await timer(app)
    await until(() => expect(app.checkIns(webinar)).toHaveLength(1))
    expect(asked).toBeGreaterThan(0)
  })

  test('one that has to wait a minute is not unhealthy', async ({ app }) => {
    const { configuration } = await app.account()
    const before = row(app, configuration)
    app.on24.na.injectFault(({ url }) =>
      /\/event\?/.test(url) ? new Response('{}', { status: 429, headers: { 'retry-after': '1' } }) : undefined,
    )
    await timer(app)
    expect(row(app, configuration)).toEqual(before)
  })

  test('one whose token may not read attendance says so on its row', async ({ app }) => {
    const account = await app.account()
    const { webinar } = await attended(app, ['ada@example.test'], account)
    app.on24.na.injectFault((request) =>
      listOf(webinar, 'registrant', request) ? refusal(403, permission) : undefined,
    )
    await timer(app)
    await until(() =>
      expect(row(app, account.configuration)).toMatchObject({ msevtmgt_providerservicestatus: 100000002 }),
    )
    await timer(app)
    expect(row(app, account.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000002, msevtmgt_providerservicestatus: 100000002 },
      msevtmgt_message:
        'The ON24 token lacks an access level that the connector needs. Give it that level at ON24, or enter a token that has it.',
    })
    // It is asked again by the schedule, not every half an hour for a year.
    const queuedAt = await app.queuedAt(webinar)
    await app.age(webinar, 0.6)
    await timer(app)
    expect((await app.queuedAt(webinar))?.getTime()).toBe((queuedAt?.getTime() ?? 0) - 0.6 * 60 * 60 * 1000)
  })
})

describe('a webinar that ON24 does not know', () => {
  test('is kept as a failure without personal data, and read again by the schedule', async ({ app }) => {
    const { configuration, clientId } = await app.account()
    const webinar = await app.webinar({ ...past, configuration, clientId, values: { msevtmgt_webinarid: '4999999' } })
    app.registered(webinar, 'ada@example.test')
    await timer(app)
    const failures = async () => {
      const answer = await app.call('GET', `failures?configuration=${configuration}`)
      return ((await answer.json()) as { failures: object[] }).failures
    }
    const failure = { queue: 'webinars', work: 'attendance', table: 'msevtmgt_event', row: webinar.id, kind: 'refused' }
    await until(async () => expect(await failures()).toMatchObject([{ ...failure, count: 1 }]))
    expect(JSON.stringify(await failures())).not.toContain('@')
    const queuedAt = (await app.queuedAt(webinar))?.getTime()
    await app.age(webinar, 0.6)
    await timer(app)
    expect((await app.queuedAt(webinar))?.getTime()).toBe((queuedAt ?? 0) - 0.6 * 60 * 60 * 1000)
    await app.age(webinar, 4)
    await timer(app)
    await until(async () => expect(await failures()).toMatchObject([{ ...failure, count: 2 }]))
  })
})
