import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { minute, second } from '../../../../lib/core/time.ts'
import { sweep } from '../../../../lib/flows/sweep/sweep.ts'
import { aConfiguration, aConfigurationRow } from '../../../harness/builders.ts'
import { inMemorySweep, never } from '../../../harness/in-memory-sweep.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const table = 'msevtmgt_eventregistration'

test('a table that hangs is cut off after 100 seconds, and all else is swept', async () => {
  const world = inMemorySweep()
  world.addPage(table, [{ table, id: 'changed', version: '1', listed: false }])
  const { changesSince } = world.services.crm
  world.services.crm.changesSince = (name, ...more) => (name === 'msevtmgt_event' ? never : changesSince(name, ...more))
  const sweeping = sweep(world.services)
  await vi.advanceTimersByTimeAsync(100 * second)
  const swept = await sweeping
  expect(swept).toMatchObject({ changed: 1, error: { message: expect.stringContaining('changes of msevtmgt_event') } })
  expect(world.take()).toMatchObject([{ id: 'changed' }])
})

test('twenty accounts of which three hang are checked within a minute', async () => {
  const world = inMemorySweep()
  const ids = Array.from({ length: 20 }, (_, at) => `account ${at}`)
  const silent = ids.slice(0, 3)
  const health = { status: 'unhealthy', message: { code: 'unreachable', system: 'ON24' } } as const
  for (const id of ids) world.addAccount(id, { health: { ...health, checkedAt: world.now } })
  const asked: string[] = []
  world.services.ownOrganizations = async () => ['6042beb1-a93a-4f11-8e4b-00224802c699']
  world.services.resume = async () => undefined
  world.services.language = async () => 'en'
  Object.assign(world.services.credentialStore, {
    configuration: async (id: string) => world.accounts.find((one) => one.id === id),
    note: async () => undefined,
    open: async (id: string) => {
      asked.push(id)
      return silent.includes(id) ? never : { ...aConfiguration({ id }), credentials: { provider: 'on24' } }
    },
  })
  Object.assign(world.services.crm, {
    configurationRow: async () => aConfigurationRow({ clientId: '1', generation: 2 }),
  })
  const connect = () => ({ verifyCredentials: async () => [] })
  world.services.providers = new Map([['on24', { name: 'on24', title: 'ON24', connect }]]) as never
  const sweeping = sweep(world.services)
  await vi.advanceTimersByTimeAsync(minute)
  expect(await sweeping).toMatchObject({ error: undefined })
  expect(asked.toSorted()).toEqual(ids.toSorted())
  expect(world.healthOf('healthy')).toHaveLength(17)
  expect(world.healthOf('unhealthy').toSorted()).toEqual(silent.toSorted())
})
