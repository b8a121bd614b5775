import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { blanked, type ConfigurationFixtures, test, typed } from '../harness/configurations.ts'
import { type TestApp, until } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.clearFaults())

const remove = (app: TestApp, id: string) => app.call('DELETE', `configurations/${id}`)
const nothing = { credentials: 0, registrations: 0, webinars: 0 }
const person = (app: TestApp, name: string) =>
  app.contact({ firstname: name, emailaddress1: `${name}-${randomUUID()}@example.test` })
const status = (app: TestApp, registration: string) => app.row(registration)?.msevtmgt_registrationstatus
const registered = (app: TestApp, registration: string) =>
  until(() => expect(status(app, registration)).toBe('Registered at ON24'))

test('the receipt counts the erased records, and a repeat erases nothing more', async ({ app, configurations }) => {
  const account = await app.account()
  const ahead = await app.webinar(account)
  const ended = await app.webinar({ ...account, startsInHours: -3 })
  const registrations = [app.register(ahead, person(app, 'ada')), app.register(ahead, person(app, 'ben'))]
  await Promise.all(registrations.map((id) => registered(app, id)))
  await app.host.run('attendance-timer')
  await app.idle()
  expect((await app.call('GET', `webinars/msevtmgt_event/${ended.id}/attendance`)).status).toBe(200)

  const answer = await remove(app, account.configuration)
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({
    id: account.configuration,
    removedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    erased: { credentials: 1, registrations: 2, webinars: 1 },
  })
  expect(configurations.row(account.configuration)).toMatchObject({
    ...{ msevtmgt_clientid: null, msevtmgt_authorized: 100000001, msevtmgt_providerservicestatus: 100000001 },
    msevtmgt_message:
      'The credentials were removed, so webinar integration is off. This is no fault. What the webinar provider has of webinars and people stays there. To switch it on, enter credentials.',
  })
  expect(await configurations.view(account.configuration)).toBeUndefined()
  expect((await configurations.list()).map(({ id }) => id)).not.toContain(account.configuration)
  await app.idle()
  const receipt = await app.call('GET', `configurations/${account.configuration}/removal`)
  expect(await receipt.json()).toMatchObject({
    id: account.configuration,
    erased: { credentials: 1, registrations: 2 },
  })
  const again = await remove(app, account.configuration)
  expect([again.status, await again.json()]).toMatchObject([200, { erased: nothing }])
})

test('a removal touches nobody at ON24 and no other account, and registrations say so', async ({
  app,
  configurations,
}) => {
  const [mine, other] = [await app.account(), await app.account()]
  const [webinar, otherWebinar] = [await app.webinar(mine), await app.webinar(other)]
  const before = app.register(webinar, person(app, 'ada'))
  await registered(app, before)
  await remove(app, mine.configuration)
  const [late, lateThere] = [app.register(webinar, person(app, 'ben')), app.register(otherWebinar, person(app, 'cyd'))]
  await registered(app, lateThere)
  await until(() => expect(app.row(late)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  expect(status(app, late)).toBe('The webinar configuration has no credentials. Your administrator: enter them there.')
  await app.idle()
  expect(app.registrants(webinar)).toHaveLength(1)
  expect(app.registrants(webinar)[0]).toMatchObject({ userstatus: 'active' })
  expect(await configurations.check(other.configuration)).toMatchObject({ health: { status: 'healthy' } })
})

test('credentials given again turn everything on again', async ({ app, configurations }) => {
  const client = configurations.client()
  const id = configurations.newRow()
  await configurations.give(id, client.body)
  const webinar = await app.webinar({ configuration: id, clientId: client.clientId })
  await remove(app, id)
  const registration = app.register(webinar, person(app, 'ada'))
  await until(() => expect(app.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  await configurations.give(id, client.body)
  await registered(app, registration)
})

test('a row that never had credentials gives a receipt over nothing', async ({ app, configurations }) => {
  const id = configurations.newRow()
  const answer = await remove(app, id)
  expect([answer.status, await answer.json()]).toMatchObject([200, { id, erased: nothing }])
})

test('an id that neither CRM nor the connector knows is not found', async ({ app }) => {
  const id = randomUUID()
  const answer = await remove(app, id)
  expect([answer.status, await answer.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
  const receipt = await app.call('GET', `configurations/${id}/removal`)
  expect([receipt.status, await receipt.json()]).toMatchObject([404, { error: { code: 'not_found' } }])
})

test('credentials are erased even while CRM is out, and the repeat tells CRM', async ({ app, configurations }) => {
  const { configuration } = await app.account()
  app.dataverse.injectFault(() => new Response('{}', { status: 503, headers: { 'retry-after': '7' } }))
  const answer = await remove(app, configuration)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '7'])
  expect(await configurations.view(configuration)).toBeUndefined()
  app.dataverse.injectFault()
  expect((await remove(app, configuration)).status).toBe(200)
  expect(configurations.row(configuration)).toMatchObject({ msevtmgt_clientid: null })
})

/** ON24 answers nothing until it is told to. Resolves once somebody asks. */
async function slowOn24(app: TestApp, act: () => unknown) {
  const [asked, answering] = [Promise.withResolvers<void>(), Promise.withResolvers<undefined>()]
  app.on24.na.injectFault(() => {
    asked.resolve()
    return answering.promise
  })
  act()
  await asked.promise
  return () => {
    app.on24.na.injectFault()
    answering.resolve(undefined)
  }
}

async function expectRemoved(app: TestApp, configurations: ConfigurationFixtures, id: string) {
  await app.idle()
  expect(await configurations.view(id)).toBeUndefined()
  expect(configurations.row(id)).toMatchObject({ ...blanked, msevtmgt_clientid: null, msevtmgt_authorized: 100000001 })
  const rows = await Array.fromAsync(configurations.kept().listEntities())
  expect(rows.filter((row) => row.rowKey === id && row.envelope !== undefined)).toEqual([])
}

test('a removal while typed credentials are being proven wins, and blanks them', async ({ app, configurations }) => {
  configurations.acceptTerms()
  const { clientId } = configurations.client()
  const id = configurations.newRow()
  const answerNow = await slowOn24(app, () => configurations.write(id, typed(clientId)))
  const answer = await remove(app, id)
  expect([answer.status, await answer.json()]).toMatchObject([200, { erased: { credentials: 0 } }])
  answerNow()
  await expectRemoved(app, configurations, id)
})

test('a removal while credentials given by a call are being proven wins', async ({ app, configurations }) => {
  const { body } = configurations.client()
  const id = configurations.newRow()
  expect((await configurations.give(id, body)).status).toBe(200)
  let giving: Promise<Response> | undefined
  const answerNow = await slowOn24(app, () => {
    giving = configurations.put(id, body)
  })
  expect(await (await remove(app, id)).json()).toMatchObject({ erased: { credentials: 1 } })
  answerNow()
  const given = await giving
  expect([given?.status, await given?.json()]).toMatchObject([503, { error: { code: 'conflict' } }])
  await expectRemoved(app, configurations, id)
})

test('secrets typed into a row that is switched off are blanked', async ({ app, configurations }) => {
  const { clientId } = configurations.client()
  const id = configurations.newRow({ statecode: 1 })
  configurations.write(id, typed(clientId))
  await until(() => expect(configurations.row(id)).toMatchObject(blanked))
  expect(await configurations.view(id)).toBeUndefined()
  expect(JSON.stringify(await app.failures())).not.toContain(id)
})

test('removing blanks half typed credentials', async ({ app, configurations }) => {
  const { configuration } = await app.account()
  configurations.write(configuration, { msevtmgt_accesstokenkey: typed('1').msevtmgt_accesstokenkey })
  await app.idle()
  await remove(app, configuration)
  await app.idle()
  expect(await configurations.view(configuration)).toBeUndefined()
  expect(configurations.row(configuration)).toMatchObject({
    ...blanked,
    msevtmgt_message: expect.stringMatching(/^The credentials were removed/),
  })
})
