import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { blanked, columns, configurationDesk, type Region, typed } from '../harness/configurations.ts'
import { type Rig, startRig, tokensOf, until } from '../harness/test-app.ts'

let rig: Rig
let desk: ReturnType<typeof configurationDesk>
beforeAll(async () => {
  rig = await startRig()
  desk = configurationDesk(rig)
})
afterAll(() => rig.stop())
beforeEach(() => {
  desk.withdrawTerms()
  desk.acceptTerms()
})
afterEach(() => {
  for (const neighbour of [rig.dataverse, rig.on24.na, rig.on24.eu]) neighbour.interfere()
})

const accepted = 'ON24 accepts the credentials.'
const message = (id: string) => desk.row(id).msevtmgt_message
const says = (id: string, text: string) => until(() => expect(message(id)).toBe(text))
/** Types of webinars are read later, by themselves. */
const on24Calls = () =>
  [...rig.on24.na.calls, ...rig.on24.eu.calls].filter(({ path }) => !/\/(eventtypes|languages)$/.test(path)).length
/** A row whose credentials are kept. */
async function configured(region: Region = 'na') {
  const client = desk.client(region)
  const id = desk.newRow(typed(client.clientId))
  await says(id, accepted)
  await rig.quiet()
  return { id, ...client }
}

test.each<Region>(['na', 'eu'])(
  'typed credentials are proved, kept and blanked; the region found is %s',
  async (region) => {
    const { clientId } = desk.client(region)
    const id = desk.newRow(typed(clientId))
    await says(id, accepted)
    expect(desk.row(id)).toMatchObject({ ...blanked, ...columns.healthy, msevtmgt_clientid: clientId })
    const user = rig.dataverse.rows('msevtmgt_webinarconsent')[0]?.modifiedby
    expect(await desk.view(id)).toMatchObject({
      ...{ clientId, region, provider: 'on24', health: { status: 'healthy', message: accepted } },
      terms: { acceptedBy: user },
    })
  },
)

test('credentials typed one column after the other are taken when the last is there', async () => {
  const { clientId } = desk.client()
  const all = typed(clientId)
  const id = desk.newRow({ msevtmgt_clientid: all.msevtmgt_clientid })
  desk.write(id, { msevtmgt_accesstokenkey: all.msevtmgt_accesstokenkey })
  await says(id, 'Enter the access token secret too.')
  expect(desk.row(id)).toMatchObject({ msevtmgt_accesstokenkey: all.msevtmgt_accesstokenkey })
  desk.write(id, { msevtmgt_accesstokensecret: all.msevtmgt_accesstokensecret })
  await says(id, accepted)
})

test('refused credentials are blanked and nothing is kept', async () => {
  const id = desk.newRow(typed('99999'))
  await until(() => expect(desk.row(id)).toMatchObject({ ...blanked, ...columns.refused }))
  expect(message(id)).toBe('ON24 does not accept the credentials. Check the token at ON24, or enter a new one.')
  expect(await desk.view(id)).toBeUndefined()
})

test('a region that knows the account but forbids says more than one that does not know it', async () => {
  for (const region of ['na', 'eu'] as const) {
    const { clientId, account } = desk.client(region)
    account.levels.clear()
    const id = desk.newRow(typed(clientId))
    await says(
      id,
      'The ON24 token lacks an access level that the connector needs. Give it that level at ON24, or enter a token that has it.',
    )
    expect(desk.row(id)).toMatchObject({ ...blanked, ...columns.lacking })
  }
})

test('refused credentials leave those in force that were kept before, and the message says both', async () => {
  const { id, clientId } = await configured()
  const before = await desk.view(id)
  desk.write(id, typed('99999'))
  await says(
    id,
    `ON24 does not accept the credentials. Check the token at ON24, or enter a new one. The credentials of client ${clientId} stay in force.`,
  )
  await rig.quiet()
  expect(message(id)).toMatch(/stay in force\.$/)
  expect(desk.row(id)).toMatchObject({ ...blanked, ...columns.healthy })
  expect(await desk.view(id)).toEqual(before)
  expect((await desk.check(id)).health.status).toBe('healthy')
})

test('a renewed token and another account take the place of what was kept', async () => {
  const { id, account, clientId } = await configured()
  account.accessTokenKey = 'renewed'
  desk.write(id, { ...typed(clientId), msevtmgt_accesstokenkey: 'renewed' })
  await until(() => expect(desk.row(id)).toMatchObject(blanked))
  expect((await desk.check(id)).health.status).toBe('healthy')
  const other = desk.client('eu')
  desk.write(id, typed(other.clientId))
  await until(async () => expect(await desk.view(id)).toMatchObject({ clientId: other.clientId, region: 'eu' }))
})

test.each<[string, () => unknown]>([
  ['nobody accepted the terms', () => undefined],
  ['the consent says no', () => desk.acceptTerms({ msevtmgt_consentprovided: false })],
  ['the consent is deactivated', () => desk.acceptTerms({ statecode: 1 })],
  [
    'the consent is for another provider',
    () => desk.acceptTerms({ msevtmgt_webinarproviderid: desk.provider('Teams') }),
  ],
])('when %s nothing is sent, and the message says what to do', async (_when, consent) => {
  desk.withdrawTerms()
  consent()
  const { clientId } = desk.client()
  await rig.quiet()
  const before = on24Calls()
  const id = desk.newRow({ ...typed(clientId), msevtmgt_webinarproviderid: desk.provider('ON24') })
  await says(
    id,
    'Nothing was sent to ON24, because its terms are not accepted. Accept them. Then clear the access token secret, save, and enter it again.',
  )
  await rig.quiet()
  expect(on24Calls()).toBe(before)
  expect(desk.row(id)).toMatchObject(typed(clientId))
  expect(await desk.view(id)).toBeUndefined()
  desk.acceptTerms()
  desk.write(id, { msevtmgt_name: 'Saved again' })
  await says(id, accepted)
})

test('half typed credentials are asked for by name, and what is kept stays in force', async () => {
  const { id, clientId } = await configured()
  desk.write(id, { msevtmgt_accesstokenkey: 'half' })
  await says(id, `Enter the access token secret too. The credentials of client ${clientId} stay in force.`)
  expect((await desk.check(id)).health.status).toBe('healthy')
})

test.each<[string, (id: string) => void]>([
  ['clearing the client id', (id) => desk.write(id, { msevtmgt_clientid: null })],
  ['deactivating the row', (id) => desk.write(id, { statecode: 1 })],
  ['deleting the row', (id) => desk.remove(id)],
])('%s removes the credentials, and only those', async (how, act) => {
  const [{ id, clientId }, other] = [await configured(), await configured()]
  const webinar = await rig.webinar({ configuration: id, clientId })
  act(id)
  await until(async () => expect(await desk.view(id)).toBeUndefined())
  await rig.quiet()
  if (!how.startsWith('deleting')) {
    expect(desk.row(id)).toMatchObject({
      ...columns.refused,
      msevtmgt_message:
        'The credentials were removed, so webinar integration is off. This is no fault. To switch it on, enter credentials.',
    })
  }
  const registration = rig.register(webinar, rig.contact({ firstname: 'Ada', emailaddress1: `ada-${id}@example.test` }))
  await until(() => expect(rig.row(registration)).toMatchObject({ msevtmgt_publishingstate: 100000002 }))
  expect((await desk.check(other.id)).health.status).toBe('healthy')
})

test('a row of another provider is neither sent nor touched', async () => {
  const before = on24Calls()
  const { clientId } = desk.client()
  const id = desk.newRow({ ...typed(clientId), msevtmgt_webinarproviderid: desk.provider('Teams') })
  desk.write(id, { msevtmgt_name: 'Theirs' })
  const { versionnumber } = desk.row(id)
  await rig.quiet()
  expect(desk.row(id)).toMatchObject({ versionnumber, ...typed(clientId) })
  expect(on24Calls()).toBe(before)
  expect(await desk.view(id)).toBeUndefined()
})

test('credentials that were kept go when the row is given to another provider', async () => {
  const { id } = await configured()
  desk.write(id, { msevtmgt_webinarproviderid: desk.provider('Teams') })
  await until(async () => expect(await desk.view(id)).toBeUndefined())
})

test('secrets typed while others are being proved are not blanked unseen but taken next', async () => {
  const [first, second] = [desk.client(), desk.client()]
  let id = ''
  rig.on24.na.interfere(({ headers }) => {
    if (headers.get('accesstokenkey') !== tokensOf(first.clientId).accessTokenKey) return undefined
    rig.on24.na.interfere()
    desk.write(id, typed(second.clientId))
    return undefined
  })
  id = desk.newRow(typed(first.clientId))
  await until(async () => expect(await desk.view(id)).toMatchObject({ clientId: second.clientId }))
  await rig.quiet()
  expect(desk.row(id)).toMatchObject({ ...blanked, ...columns.healthy, msevtmgt_message: accepted })
})

test('a row deleted while its credentials are being proved leaves nothing behind', async () => {
  const { clientId } = desk.client()
  let id = ''
  const outcomes = () =>
    rig
      .reports('connector.message')
      .flatMap((one) => (one.id === id && one.queue === 'configurations' ? [one.outcome] : []))
  rig.on24.na.interfere(async () => {
    rig.on24.na.interfere()
    desk.remove(id)
    await until(() => expect(outcomes()).toEqual(['nothing']))
    return undefined
  })
  id = desk.newRow(typed(clientId))
  await until(() => expect(outcomes()).toEqual(['nothing', 'comes back', 'remove']))
  await rig.quiet()
  expect((await desk.list()).map((one) => one.id)).not.toContain(id)
})

test('a mistyped token that no header could carry is refused like any other', async () => {
  const { clientId } = desk.client()
  const id = desk.newRow({ ...typed(clientId), msevtmgt_accesstokenkey: '“curly”' })
  await says(id, 'ON24 does not accept the credentials. Check the token at ON24, or enter a new one.')
  expect(desk.row(id)).toMatchObject(blanked)
})

test('credentials are kept once ON24 is back', async () => {
  const { clientId } = desk.client()
  rig.on24.na.interfere(() => 'reset')
  const id = desk.newRow(typed(clientId))
  await says(id, 'ON24 cannot be reached at present. The connector tries again by itself.')
  expect(desk.row(id)).toMatchObject(typed(clientId))
  rig.on24.na.interfere()
  await says(id, accepted)
  expect(desk.row(id)).toMatchObject(blanked)
})
