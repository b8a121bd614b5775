import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { activityByAccount } from '../../../../lib/flows/attendance/activity-by-account.ts'
import type { Configuration } from '../../../../lib/model/configuration.ts'
import type { Services } from '../../../../lib/services.ts'
import { aConfiguration } from '../../../harness/builders.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const ids = Array.from({ length: 20 }, (_, at) => `account ${at}`)
const hanging = ids.slice(0, 3)

/** Accounts of which some never answer; the others take a second each. */
function world() {
  const reported = new Map<string, string>()
  const known = new Map<string, Configuration>(ids.map((id) => [id, aConfiguration({ id, lastUsed: new Date() })]))
  let asked = 0
  let most = 0
  const answer = async (id: string) => {
    asked += 1
    most = Math.max(most, asked)
    await new Promise((resolve) => setTimeout(resolve, hanging.includes(id) ? 3_600_000 : 1_000))
    asked -= 1
  }
  const services = {
    credentialStore: { configurations: async () => [...known.values()] },
    providers: new Map([['on24', { title: 'ON24' }]]),
    accountFor: async (id: string) => ({
      title: 'ON24',
      async *changedSince() {
        await answer(id)
        yield { webinarId: `webinar of ${id}` }
      },
    }),
    reportHealth: async (id: string, { status }: Configuration['health']) => void reported.set(id, status),
    now: () => new Date(),
  } as unknown as Services
  return { services, reported, most: () => most }
}

test('an account that hangs costs itself a minute, and no other account its numbers', async () => {
  const { services, reported, most } = world()
  const asking = activityByAccount(services)
  await vi.advanceTimersByTimeAsync(61_000)
  const activities = await asking
  expect([...activities.keys()].sort()).toEqual(ids.filter((id) => !hanging.includes(id)).sort())
  expect([...reported]).toEqual(hanging.map((id) => [id, 'unhealthy']))
  expect(most()).toBe(8)
})
