import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig({ webhooks: false })
  await sweep()
})
afterEach(() => {
  rig.on24.na.interfere()
  rig.dataverse.tracked.add(table)
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus
const is = (id: string, text: string) => until(() => expect(status(id)).toBe(text))
const listed = (webinar: Parameters<Rig['registrants']>[0]) => rig.registrants(webinar).map((one) => one.userstatus)
const sweeps = () => rig.reports('connector.timer').filter(({ name }) => name === 'reconcile-timer')
const sweep = () => rig.host.run('reconcile-timer')

async function registered() {
  const webinar = await rig.webinar()
  const id = rig.register(webinar, rig.contact(ada))
  await rig.enqueue('registrations', { table, id })
  await is(id, 'Registered at ON24')
  return { webinar, id }
}

test('a registration whose webhook was lost is found by the next sweep, whether its table tracks changes or not', async () => {
  const webinar = await rig.webinar()
  // The first sweep compares the lists of a webinar; what comes later is left to the changes.
  await sweep()
  await rig.quiet()
  const tracked = rig.register(webinar, rig.contact(ada))
  await sweep()
  await is(tracked, 'Registered at ON24')
  for (const email of ['grace@example.test', 'hedy@example.test']) {
    rig.dataverse.tracked.delete(table)
    const untracked = rig.register(webinar, rig.contact({ ...ada, emailaddress1: email }))
    await sweep()
    await is(untracked, 'Registered at ON24')
  }
})

test('a lost cancellation is found, and so is a lost deletion', async () => {
  const webinar = await rig.webinar()
  const cancelled = rig.register(webinar, rig.contact(ada))
  const deleted = rig.register(webinar, rig.contact({ ...ada, emailaddress1: 'grace@example.test' }))
  await sweep()
  await is(cancelled, 'Registered at ON24')
  await is(deleted, 'Registered at ON24')
  // The lists were compared before: only the changes tell of this, also where tracking was off in between.
  await rig.quiet()
  rig.dataverse.update(table, cancelled, { msevtmgt_iscanceled: true })
  rig.dataverse.remove(table, deleted)
  await sweep()
  await until(() => expect(listed(webinar)).toEqual(['deleted', 'deleted']))
})

test('a deletion that no change tells of is found by comparing the lists', async () => {
  rig.dataverse.tracked.delete(table)
  const { webinar, id } = await registered()
  rig.dataverse.remove(table, id)
  await sweep()
  await until(() => expect(listed(webinar)).toEqual(['deleted']))
})

test('a company renamed without a hint to its people reaches ON24 by comparing the lists', async () => {
  const webinar = await rig.webinar()
  const company = rig.dataverse.insert('account', { name: 'Old name' })
  const id = rig.register(webinar, rig.contact({ ...ada, ...{ parentcustomerid: company } }))
  await rig.enqueue('registrations', { table, id })
  await until(() => expect(rig.registrants(webinar)[0]?.company).toBe('Old name'))
  rig.dataverse.update('account', company, { name: 'New name' })
  await sweep()
  await until(() => expect(rig.registrants(webinar)[0]?.company).toBe('New name'))
})

test('what one table refuses keeps the sweep from nothing else', async () => {
  const webinar = await rig.webinar()
  await sweep()
  await rig.quiet()
  const id = rig.register(webinar, rig.contact(ada))
  rig.dataverse.interfere(({ url }) =>
    url.includes('msevtmgt_webinarconfigurations?') ? Response.json({}, { status: 403 }) : undefined,
  )
  await expect(sweep()).rejects.toThrow('Dataverse answered 403')
  rig.dataverse.interfere()
  await is(id, 'Registered at ON24')
})

test('a sweep that finds nothing new queues nothing', async () => {
  await registered()
  await until(async () => {
    await sweep()
    expect(sweeps().at(-1)).toMatchObject({ changed: 0, pending: 0 })
  })
})

test('an account whose credentials ON24 takes again goes on by itself, and what waited for it goes out', async () => {
  const account = await rig.account()
  const webinar = await rig.webinar(account)
  const lockedOut = () => Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
  rig.on24.na.interfere(({ url }) => (url.includes(`/client/${account.clientId}/`) ? lockedOut() : undefined))
  const id = rig.register(webinar, rig.contact(ada))
  await rig.enqueue('registrations', { table, id })
  await is(id, 'The webinar provider refuses access at present. Your administrator: see the webinar configuration.')
  await rig.enqueue('audits', { table: 'msevtmgt_event', id: webinar.id })
  await until(() =>
    expect(rig.reports('connector.message')).toContainEqual(
      expect.objectContaining({ queue: 'audits', id: webinar.id, counts: { audit: 'not let in', findings: 1 } }),
    ),
  )
  await sweep()
  expect(sweeps().at(-1)).toMatchObject({ recovered: 0 })
  expect(rig.reports('connector.account')).toContainEqual(
    expect.objectContaining({ configuration: account.configuration, health: 'not_authenticated' }),
  )

  rig.on24.na.interfere()
  await sweep()
  expect(sweeps().at(-1)).toMatchObject({ recovered: 1 })
  await is(id, 'Registered at ON24')
})
