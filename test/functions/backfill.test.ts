import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../rig.ts'

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
      reasons: [{ reason: 'The contact has no e-mail address.', count: 1 }],
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
