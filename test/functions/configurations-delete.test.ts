import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { configurationDesk, typed } from '../harness/configurations.ts'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
let desk: ReturnType<typeof configurationDesk>
beforeAll(async () => {
  rig = await startRig()
  desk = configurationDesk(rig)
})
afterAll(() => rig.stop())
afterEach(() => rig.dataverse.interfere())

const remove = (id: string) => rig.call('DELETE', `configurations/${id}`)
const nothing = { credentials: 0, registrations: 0, webinars: 0 }
const person = (name: string) => rig.contact({ firstname: name, emailaddress1: `${name}-${randomUUID()}@example.test` })
const status = (registration: string) => rig.row(registration)?.msevtmgt_registrationstatus
const registered = (registration: string) => until(() => expect(status(registration)).toBe('Registered at ON24'))

test('the receipt counts what was erased, CRM says it, and a repeat erases nothing more', async () => {
  const account = await rig.account()
  const ahead = await rig.webinar(account)
  const ended = await rig.webinar({ ...account, startsInHours: -3 })
  const registrations = [rig.register(ahead, person('ada')), rig.register(ahead, person('ben'))]
  await Promise.all(registrations.map(registered))
  await rig.host.run('attendance-timer')
  await rig.quiet()
  expect((await rig.call('GET', `webinars/msevtmgt_event/${ended.id}/attendance`)).status).toBe(200)

  const answer = await remove(account.configuration)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({
    id: account.configuration,
    removedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    erased: { credentials: 1, registrations: 2, webinars: 1 },
  })
  expect(desk.row(account.configuration)).toMatchObject({
    ...{ msevtmgt_clientid: null, msevtmgt_authorized: 100000001, msevtmgt_providerservicestatus: 100000001 },
    msevtmgt_message:
      'The credentials were removed, so webinar integration is off. This is no fault. To switch it on, enter credentials.',
  })
  expect(await desk.view(account.configuration)).toBeUndefined()
  expect((await desk.list()).map(({ id }) => id)).not.toContain(account.configuration)
  await rig.quiet()
  const again = await remove(account.configuration)
  expect([again.status, await again.json()]).toMatchObject([200, { erased: nothing }])
})

test('afterwards registrations say what is missing, nobody at ON24 is touched, and another account goes on', async () => {
  const [mine, other] = [await rig.account(), await rig.account()]
  const [webinar, otherWebinar] = [await rig.webinar(mine), await rig.webinar(other)]
  const before = rig.register(webinar, person('ada'))
  await registered(before)
  await remove(mine.configuration)
  const [late, lateThere] = [rig.register(webinar, person('ben')), rig.register(otherWebinar, person('cyd'))]
  await registered(lateThere)
  await until(() => expect(rig.row(late)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  expect(status(late)).toBe('The webinar configuration has no credentials. Your administrator: enter them there.')
  await rig.quiet()
  expect(rig.registrants(webinar)).toHaveLength(1)
  expect(rig.registrants(webinar)[0]).toMatchObject({ userstatus: 'active' })
  expect(await desk.check(other.configuration)).toMatchObject({ health: { status: 'healthy' } })
})

test('credentials given again turn everything on again', async () => {
  const client = desk.client()
  const id = desk.newRow()
  await desk.put(id, client.body)
  const webinar = await rig.webinar({ configuration: id, clientId: client.clientId })
  await remove(id)
  const registration = rig.register(webinar, person('ada'))
  await until(() => expect(rig.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  await desk.put(id, client.body)
  await registered(registration)
})

test('a row that never had credentials gives a receipt over nothing', async () => {
  const id = desk.newRow()
  const answer = await remove(id)
  expect([answer.status, await answer.json()]).toMatchObject([200, { id, erased: nothing }])
})

test('what neither CRM nor the connector knows is not found', async () => {
  for (const id of [randomUUID(), 'mine']) {
    const answer = await remove(id)
    expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
  }
})

test('credentials are erased even while CRM is out, and the repeat tells CRM', async () => {
  const { configuration } = await rig.account()
  rig.dataverse.interfere(() => new Response('{}', { status: 503, headers: { 'retry-after': '7' } }))
  const answer = await remove(configuration)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7'])
  expect(await desk.view(configuration)).toBeUndefined()
  rig.dataverse.interfere()
  expect((await remove(configuration)).status).toBe(200)
  expect(desk.row(configuration)).toMatchObject({ msevtmgt_clientid: null })
})

test('removing does not wake what an administrator has half typed', async () => {
  const { configuration } = await rig.account()
  desk.write(configuration, { msevtmgt_accesstokenkey: typed('1').msevtmgt_accesstokenkey })
  await rig.quiet()
  await remove(configuration)
  await rig.quiet()
  expect(await desk.view(configuration)).toBeUndefined()
  expect(desk.row(configuration)).toMatchObject({
    msevtmgt_message: 'Enter the client id and the access token secret too.',
  })
})
