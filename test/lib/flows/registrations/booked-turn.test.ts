import { expect, test } from 'vitest'
import { QuotaReachedError } from '../../../../lib/core/errors.ts'
import { reconcileRegistration } from '../../../../lib/flows/registrations/reconcile.ts'
import type { WebinarAccount } from '../../../../lib/model/provider.ts'
import { inMemoryWorld } from '../../../harness/in-memory-world.ts'

/** A provider whose turns are all taken for the moment; what was called on behalf of a message. */
function crowdedWorld() {
  const world = inMemoryWorld()
  const calls: string[] = []
  const services = world.connect(async (name, way) => {
    if (way === 'there') calls.push(name)
  })
  const { accountFor } = services
  services.accountFor = async (configuration) => {
    const account = (await accountFor(configuration)) as WebinarAccount
    const ensureRegistrantQuota = async () => {
      throw new QuotaReachedError({ code: 'asked_to_wait', system: 'ON24' }, { retryAfter: 40, hasBooked: true })
    }
    return { ...account, ensureRegistrantQuota }
  }
  const run = (id: string) =>
    reconcileRegistration({ table: 'registration', id }, { isFinal: false, isLate: false }, services)
  return { ...world, run, calls, open: () => Object.assign(services, { accountFor }) }
}

test('a new registration books its turn before more than its row is read', async () => {
  const { create, run, calls } = crowdedWorld()
  create('first', 'ada')
  await expect(run('first')).rejects.toMatchObject({ hasBooked: true, retryAfter: 40 })
  expect(calls).toEqual(['read record', 'row'])
})

test('a registration that comes back for its turn is registered', async () => {
  const { create, run, open, listed } = crowdedWorld()
  create('first', 'ada')
  await expect(run('first')).rejects.toThrow(QuotaReachedError)
  open()
  expect(await run('first')).toBe('registered')
  expect([...listed.keys()]).toEqual(['1 ada@example.test'])
})
