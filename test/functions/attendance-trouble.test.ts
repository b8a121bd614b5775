import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type AttendanceRig, startAttendanceRig } from '../harness/attendance.ts'
import { until, type Webinar } from '../harness/test-app.ts'

let rig: AttendanceRig
beforeAll(async () => {
  rig = await startAttendanceRig()
})
afterEach(() => {
  for (const neighbour of [rig.on24.na, rig.on24.eu, rig.dataverse]) neighbour.interfere()
})
afterAll(() => rig.stop())

const past = { startsInHours: -3 }
const timer = () => rig.host.run('attendance-timer')
const row = (configuration: string) => rig.dataverse.row('msevtmgt_webinarconfiguration', configuration)
const refusal = (status: number, message: string) => Response.json({ message }, { status })
const permission = 'You do not have permission to perform the requested operation.'

/** A webinar with so many attendees, all registered in CRM; the registrations by address. */
async function attended(addresses: string[], account: { configuration?: string; clientId?: string } = {}) {
  const webinar = await rig.webinar({ ...past, ...account })
  const registrations = addresses.map((email) => {
    const registration = rig.registered(webinar, email)
    rig.attendee(webinar, { email, registration, facts: { liveminutes: 42 } })
    return registration
  })
  return { webinar, registrations }
}

const listOf = (webinar: Webinar, list: 'registrant' | 'attendee', { url }: Request) =>
  url.includes(`/event/${webinar.on24}/${list}`)

describe('half an answer of ON24', () => {
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

  test.each(cuts)('%s writes nothing, and the next reading brings all of it', async (_, list, half) => {
    const { webinar, registrations } = await attended(['ada@example.test', 'bob@example.test'])
    const bodies: string[] = []
    rig.dataverse.interfere(async (request) => {
      if (request.url.endsWith('UpsertMultiple')) bodies.push(await request.text())
      return undefined
    })
    let cut = 0
    rig.on24.na.interfere((request) => {
      if (!listOf(webinar, list, request) || cut > 0) return undefined
      cut += 1
      return new Response(half, { headers: { 'content-type': 'application/json' } })
    })
    await rig.tell('attendance', { table: 'msevtmgt_event', id: webinar.id })
    await until(() => expect(cut).toBe(1))
    await rig.pull(webinar)
    expect(
      rig
        .checkIns(webinar)
        .map((one) => one.msevtmgt_registrationid)
        .toSorted(),
    ).toEqual(registrations.toSorted())
    for (const body of bodies) expect(body.match(/"msevtmgt_viewingdurationinmins":42[,}]/g)).toHaveLength(2)
  })

  test('an account whose connections are cut is tried again like any other', async () => {
    const { webinar } = await attended(['ada@example.test'])
    let cut = 0
    rig.on24.na.interfere((request) => {
      if (!listOf(webinar, 'attendee', request) || cut > 0) return undefined
      cut += 1
      return 'reset'
    })
    await rig.pull(webinar)
    expect(cut).toBe(1)
    expect(rig.checkIns(webinar)).toHaveLength(1)
  })
})

test('somebody whom ON24 lists twice is one check-in, and no write is refused for it', async () => {
  const { webinar, registrations } = await attended(['ada@example.test'])
  const twice = [1, 2].map((liveminutes) => ({ eventuserid: 700, exteventusercd: registrations[0], liveminutes }))
  rig.on24.na.interfere((request) =>
    listOf(webinar, 'attendee', request) ? Response.json({ attendees: twice }) : undefined,
  )
  const before = rig.dataverse.calls.length
  await rig.pull(webinar)
  expect(rig.checkIns(webinar)).toMatchObject([{ msevtmgt_viewingdurationinmins: 2 }])
  expect(rig.dataverse.calls.slice(before).filter(({ status }) => status >= 400)).toEqual([])
})

describe('a row that Dataverse refuses', () => {
  test('is reported as unmatched, and all others are in', async () => {
    const addresses = Array.from({ length: 9 }, (_, at) => `person${at}@example.test`)
    const { webinar, registrations } = await attended(addresses)
    const bad = registrations[4] ?? ''
    rig.dataverse.interfere(async (request) => {
      const refused = request.url.endsWith('UpsertMultiple') && (await request.text()).includes(bad)
      return refused
        ? Response.json({ error: { code: '0x80040265', message: 'A plug-in says no.' } }, { status: 400 })
        : undefined
    })
    expect(await rig.pull(webinar)).toEqual({ attendees: 9, matched: 8, written: 8, unmatched: 1 })
    const kept = rig.checkIns(webinar).map((one) => one.msevtmgt_registrationid)
    expect(kept.toSorted()).toEqual(registrations.filter((id) => id !== bad).toSorted())
    expect(await (await rig.attendance(webinar)).json()).toMatchObject({
      ...{ attendees: 9, matched: 8 },
      unmatched: [{ email: addresses[4], reason: 'Dataverse refused the check-in.' }],
    })
  })

  test('is only the one whose registration is deleted while attendance is read', async () => {
    const { webinar, registrations } = await attended(['ada@example.test', 'bob@example.test', 'cleo@example.test'])
    const deleted = registrations[1] ?? ''
    rig.dataverse.interfere((request) => {
      const late = request.url.endsWith('UpsertMultiple') && rig.row(deleted)
      if (late) rig.dataverse.remove('msevtmgt_eventregistration', deleted)
      return undefined
    })
    expect(await rig.pull(webinar)).toEqual({ attendees: 3, matched: 2, written: 2, unmatched: 1 })
    expect(rig.checkIns(webinar)).toHaveLength(2)
  })

  test('is tried again at the next reading', async () => {
    const { webinar } = await attended(['ada@example.test'])
    const no = () => Response.json({ error: { code: '0x0', message: 'No.' } }, { status: 400 })
    rig.dataverse.interfere(({ url }) => (url.endsWith('UpsertMultiple') ? no() : undefined))
    expect(await rig.pull(webinar)).toMatchObject({ matched: 0, unmatched: 1 })
    rig.dataverse.interfere()
    expect(await rig.pull(webinar)).toEqual({ attendees: 1, matched: 1, written: 1, unmatched: 0 })
  })
})

test('Dataverse out of order while writing: nothing is taken for refused, and the next reading brings all of it', async () => {
  const { webinar } = await attended(['ada@example.test', 'bob@example.test'])
  let failed = 0
  rig.dataverse.interfere(({ url }) => {
    if (!url.endsWith('UpsertMultiple') || failed > 0) return undefined
    failed += 1
    return new Response(undefined, { status: 503 })
  })
  await rig.tell('attendance', { table: 'msevtmgt_event', id: webinar.id })
  await until(() => expect(failed).toBe(1))
  expect((await rig.attendance(webinar)).status).toBe(404)
  await rig.pull(webinar)
  expect(await (await rig.attendance(webinar)).json()).toMatchObject({ matched: 2, unmatched: [] })
  expect(rig.checkIns(webinar)).toHaveLength(2)
})

describe('of several accounts', () => {
  test('one with revoked credentials does not stop the other, its row says so, and a check that passes lets it go on', async () => {
    const [good, bad] = [await rig.account(), await rig.account()]
    const { webinar } = await attended(['ada@example.test'], good)
    const { webinar: unread } = await attended(['bob@example.test'], bad)
    rig.on24.na.interfere(({ url }) =>
      url.includes(`/client/${bad.clientId}/`) ? refusal(401, 'The access token is deactivated.') : undefined,
    )
    await timer()
    await until(() => expect(rig.checkIns(webinar)).toHaveLength(1))
    expect(await rig.queuedAt(unread)).toBeUndefined()
    expect(row(bad.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000002, msevtmgt_providerservicestatus: 100000001 },
      msevtmgt_message: 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    })
    expect(row(good.configuration)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })

    rig.on24.na.interfere()
    await rig.host.run('reconcile-timer')
    await timer()
    await until(() => expect(rig.checkIns(unread)).toHaveLength(1))
    expect(row(bad.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000000 },
    })
  })

  test('one region out of order does not stop the other; its row is unhealthy until it answers, due or not', async () => {
    const [na, eu] = [await rig.account(), await rig.account({ region: 'eu' })]
    const { webinar } = await attended(['ada@example.test'], na)
    rig.on24.eu.interfere(() => new Response(undefined, { status: 500 }))
    await timer()
    await until(() => expect(rig.checkIns(webinar)).toHaveLength(1))
    expect(row(eu.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000000, msevtmgt_providerservicestatus: 100000003 },
      msevtmgt_message: 'ON24 reports a fault of its own at present.',
    })
    rig.on24.eu.interfere()
    await timer()
    expect(row(eu.configuration)).toMatchObject({
      ...{ msevtmgt_providerservicestatus: 100000000, msevtmgt_message: 'ON24 accepts the credentials.' },
    })
  })

  test('one that is asked to wait a minute is not unhealthy for it', async () => {
    const { configuration } = await rig.account()
    const before = row(configuration)
    rig.on24.na.interfere(({ url }) =>
      /\/event\?/.test(url) ? new Response('{}', { status: 429, headers: { 'retry-after': '1' } }) : undefined,
    )
    await timer()
    expect(row(configuration)).toEqual(before)
  })

  test('one whose token may not read attendance says so on its row, also while its webinars can still be listed', async () => {
    const account = await rig.account()
    const { webinar } = await attended(['ada@example.test'], account)
    rig.on24.na.interfere((request) => (listOf(webinar, 'registrant', request) ? refusal(403, permission) : undefined))
    await timer()
    await until(() => expect(row(account.configuration)).toMatchObject({ msevtmgt_providerservicestatus: 100000002 }))
    await timer()
    expect(row(account.configuration)).toMatchObject({
      ...{ msevtmgt_authorized: 100000002, msevtmgt_providerservicestatus: 100000002 },
      msevtmgt_message:
        'The ON24 token lacks an access level that the connector needs. Give it that level at ON24, or enter a token that has it.',
    })
    // It is asked again by the schedule, not every half an hour for a year.
    const queuedAt = await rig.queuedAt(webinar)
    await rig.age(webinar, 0.6)
    await timer()
    expect((await rig.queuedAt(webinar))?.getTime()).toBe((queuedAt?.getTime() ?? 0) - 0.6 * 60 * 60 * 1000)
  })
})

describe('a webinar that ON24 does not know', () => {
  test('is kept as a failure that names the row and nobody, and asked for again by the schedule', async () => {
    const { configuration, clientId } = await rig.account()
    const webinar = await rig.webinar({ ...past, configuration, clientId, values: { msevtmgt_webinarid: '4999999' } })
    rig.registered(webinar, 'ada@example.test')
    await timer()
    const failures = async () => {
      const answer = await rig.call('GET', `failures?configuration=${configuration}`)
      return ((await answer.json()) as { failures: object[] }).failures
    }
    const failure = { queue: 'attendance', table: 'msevtmgt_event', row: webinar.id, kind: 'refused' }
    await until(async () => expect(await failures()).toMatchObject([{ ...failure, count: 1 }]))
    expect(JSON.stringify(await failures())).not.toContain('@')
    const queuedAt = (await rig.queuedAt(webinar))?.getTime()
    await rig.age(webinar, 0.6)
    await timer()
    expect((await rig.queuedAt(webinar))?.getTime()).toBe((queuedAt ?? 0) - 0.6 * 60 * 60 * 1000)
    await rig.age(webinar, 4)
    await timer()
    await until(async () => expect(await failures()).toMatchObject([{ ...failure, count: 2 }]))
  })
})
