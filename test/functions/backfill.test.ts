import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
let webinar: Webinar
beforeAll(async () => {
  rig = await startRig({ webhooks: false })
  webinar = await rig.webinar()
  for (let n = 0; n < 20; n += 1) {
    rig.register(webinar, rig.contact({ firstname: 'A', lastname: `B${n}`, emailaddress1: `person${n}@example.test` }))
  }
  rig.register(webinar, rig.contact({ lastname: 'Nobody', emailaddress1: null }))
})
afterAll(() => rig.stop())

const path = () => `webinars/msevtmgt_event/${webinar.id}/sync`

test('a dry run says what would happen and why, and does nothing', async () => {
  const answer = await rig.call('POST', path(), { registrations: true, attendance: true, dryRun: true })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({
    dryRun: true,
    blocked: null,
    registrations: {
      ...{ people: 21, register: 20, unchanged: 0, refused: 1 },
      reasons: [{ reason: 'The contact has no e-mail address. Enter one on the contact.', count: 1 }],
    },
    attendance: { reads: 1 },
  })
  expect(rig.registrants(webinar)).toEqual([])
})

test('a real run registers everybody, and shows how far it got', async () => {
  const started = await rig.call('POST', path(), { registrations: true })
  expect(started.status).toBe(202)
  const { id } = (await started.json()) as { id: string }
  await until(async () => {
    const run = await (await rig.call('GET', `runs/${id}`)).json()
    expect(run).toMatchObject({ state: 'ended', total: 21, done: 20, failed: 1, waiting: 0 })
  })
  expect(rig.registrants(webinar)).toHaveLength(20)
})

test('a dry run that is misspelt is no real one', async () => {
  const answer = await rig.call('POST', path(), { registrations: true, dryrun: true })
  const message = 'dryrun is not known; the body has registrations, attendance, dryRun.'
  expect([answer.status, await answer.json()]).toMatchObject([400, { error: { message } }])
})

test('a run ends though its event is deleted meanwhile', async () => {
  const gone = await rig.webinar()
  let reads = 0
  rig.dataverse.interfere(({ url }) => {
    const deleted = url.includes(`msevtmgt_events(${gone.id})`) && ++reads > 1
    return deleted
      ? Response.json({ error: { code: '0x80040217', message: 'Does Not Exist' } }, { status: 404 })
      : undefined
  })
  const started = await rig.call('POST', `webinars/msevtmgt_event/${gone.id}/sync`, { registrations: true })
  const { id } = (await started.json()) as { id: string }
  await until(async () => {
    expect(await (await rig.call('GET', `runs/${id}`)).json()).toMatchObject({ state: 'ended', total: 0 })
  })
  rig.dataverse.interfere()
})

test('a run ends though the host gives up on one of its messages', async () => {
  const stuck = await rig.webinar()
  const registration = rig.register(stuck, rig.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  rig.on24.na.interfere(({ method }) => (method === 'POST' ? Response.json({}, { status: 503 }) : undefined))
  const started = await rig.call('POST', `webinars/msevtmgt_event/${stuck.id}/sync`, { registrations: true })
  const { id: run } = (await started.json()) as { id: string }
  const shown = async () => (await rig.call('GET', `runs/${run}`)).json()
  await until(async () => expect(await shown()).toMatchObject({ state: 'running', total: 1, waiting: 1 }))
  await rig.enqueue('registrations-poison', { table: 'msevtmgt_eventregistration', id: registration, run })
  await until(async () => expect(await shown()).toMatchObject({ state: 'ended', failed: 1, waiting: 0 }))
  rig.on24.na.interfere()
})

test('a dry run after the real one finds nothing left to do', async () => {
  const answer = await rig.call('POST', path(), { registrations: true, dryRun: true })
  expect(await answer.json()).toMatchObject({ registrations: { register: 0, unchanged: 20, refused: 1 } })
})

test.each<[string, string, (configuration: string) => unknown]>([
  [
    'credentials',
    'The webinar configuration has no credentials. Your administrator: enter them there.',
    (configuration) => rig.call('DELETE', `configurations/${configuration}`),
  ],
  [
    'access',
    'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.',
    (configuration) => {
      rig.on24.na.interfere(() => Response.json({ message: 'The access token is deactivated.' }, { status: 401 }))
      return rig.call('POST', `configurations/${configuration}/check`)
    },
  ],
])('a dry run for a webinar whose account has no %s says so', async (_lacks, blocked, lose) => {
  const account = await rig.account()
  const elsewhere = await rig.webinar(account)
  rig.register(elsewhere, rig.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  await lose(account.configuration)
  rig.on24.na.interfere()
  const answer = await rig.call('POST', `webinars/msevtmgt_event/${elsewhere.id}/sync`, {
    ...{ registrations: true, attendance: true, dryRun: true },
  })
  expect([answer.status, await answer.json()]).toEqual([200, { dryRun: true, blocked }])
})

test('a run reads attendance without waiting for the schedule', async () => {
  const past = await rig.webinar({ startsInHours: -3 })
  const registration = rig.register(past, rig.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }))
  const attendee = rig.on24.na.register(past.on24, { email: 'ada@example.test', exteventusercd: registration })
  rig.on24.na.attend(past.on24, attendee, { liveminutes: 42 })
  const started = await rig.call('POST', `webinars/msevtmgt_event/${past.id}/sync`, { attendance: true })
  const { id } = (await started.json()) as { id: string }
  await until(async () => {
    const run = await (await rig.call('GET', `runs/${id}`)).json()
    expect(run).toMatchObject({ state: 'ended', registrations: false, attendance: true, total: 1, done: 1 })
  })
  expect(rig.dataverse.rows('msevtmgt_checkin')).toMatchObject([{ msevtmgt_viewingdurationinmins: 42 }])
})

test('bad input is answered with every fault; an unknown webinar or run is not found', async () => {
  const empty = await rig.call('POST', path(), {})
  expect([empty.status, ((await empty.json()) as { error: { message: string } }).error.message]).toEqual([
    400,
    'Ask for registrations, attendance, or both.',
  ])
  expect((await rig.call('POST', path(), { registrations: 'yes', dryRun: 1 })).status).toBe(400)
  const nowhere = `webinars/msevtmgt_event/${crypto.randomUUID()}/sync`
  expect((await rig.call('POST', nowhere, { registrations: true })).status).toBe(404)
  expect((await rig.call('GET', `runs/${crypto.randomUUID()}`)).status).toBe(404)
})
