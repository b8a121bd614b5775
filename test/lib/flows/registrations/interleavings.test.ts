import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConflictError } from '../../../../lib/core/errors.ts'
import { reconcileRegistration } from '../../../../lib/flows/registrations/reconcile.ts'
import { smallWorld } from '../../../harness/in-memory-world.ts'

const ids = ['first', 'second'] as const
const row = fc.constantFrom(...ids)
const step = fc.oneof(
  { arbitrary: fc.record({ do: fc.constantFrom('create', 'cancel', 'restore', 'remove'), row }), weight: 4 },
  fc.record({ do: fc.constant('move'), to: fc.constantFrom('ada@example.test', 'byron@example.test') }),
  fc.record({ do: fc.constant('promote'), to: fc.constantFrom('Engineer', 'Countess') }),
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const days = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 })

/** A worker that takes up its message again whenever it lost a race. */
async function work(id: string, services: Parameters<typeof reconcileRegistration>[2]) {
  for (;;) {
    try {
      await reconcileRegistration({ table: 'registration', id }, false, services)
      return
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error
    }
  }
}

/**
 * What people do, one step after the other, while each change has workers of its own at the same time. Between two
 * days all workers come to their end.
 */
async function live(scheduler: fc.Scheduler, days: readonly (readonly Step[])[]) {
  const world = smallWorld(() => scheduler.schedule(Promise.resolve()))
  const gone = new Set<string>()
  const atWork: Promise<void>[] = []
  world.onChange((id) => void atWork.push(work(id, world.services)))
  const take = (one: Step) => {
    if ('row' in one) {
      const there = world.rows.has(one.row)
      // A row that was deleted never comes back under its id.
      if (one.do === 'create' ? !there && !gone.has(one.row) : there) world[one.do](one.row)
      if (one.do === 'remove') gone.add(one.row)
    } else world.become(one.do === 'move' ? { email: one.to } : { jobTitle: one.to })
  }
  for (const steps of days) {
    scheduler.scheduleSequence(steps.map((one) => async () => take(one)))
    await scheduler.waitIdle()
    while (atWork.length) await atWork.shift()
  }
  return world
}

test('whatever happens to the registrations of one person, in whatever order workers get to it, all ends as CRM has it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), days, async (scheduler, lived) => {
      const { rows, listed, contact } = await live(scheduler, [[{ do: 'create', row: 'first' }], ...lived])
      const registrations = [...rows.values()]
      const [holder] = registrations.filter(({ cancelled }) => !cancelled).sort((a, b) => (a.id < b.id ? -1 : 1))
      const active = [...listed.values()].filter(({ state }) => state === 'approved')
      expect(active).toMatchObject(holder ? [{ ...contact, registrationId: holder.id }] : [])
      const status = holder ? 'Registered at ON24' : 'Cancelled at ON24'
      expect(registrations.map(({ outcome }) => outcome.text)).toEqual(registrations.map(() => status))
    }),
    { numRuns: 4000 },
  )
}, 300_000)
