import fc from 'fast-check'
import { expect, test } from 'vitest'
import { AppError, ConflictError, NotFoundError } from '../../../../lib/core/errors.ts'
import { minute } from '../../../../lib/core/time.ts'
import { checkConfiguration } from '../../../../lib/flows/configurations/check.ts'
import { continueErasure, enqueueErasures } from '../../../../lib/flows/configurations/erase.ts'
import { reconcileConfiguration } from '../../../../lib/flows/configurations/reconcile.ts'
import { removeConfiguration, viewRemoval } from '../../../../lib/flows/configurations/remove.ts'
import { saveConfiguration } from '../../../../lib/flows/configurations/save.ts'
import { viewConfiguration } from '../../../../lib/flows/configurations/view.ts'
import { account, inMemoryAccount, type Mood } from '../../../harness/in-memory-account.ts'
import type { CallName } from '../../../harness/in-memory-world.ts'

const secrets = { accessTokenKey: 'key', accessTokenSecret: 'secret' }
const credentials = { provider: 'on24', region: 'na', clientId: '1', ...secrets }
const given = { acceptedBy: 'Erin', deleteCancelledWebinars: false }

type World = ReturnType<typeof inMemoryAccount>
type Services = ReturnType<World['connect']>

/** Orders of people, and what happens anyway. */
const orders = {
  save: (world: World, services: Services) => {
    if (world.crm.row?.clientId !== '1') world.write({ clientId: '1' })
    return saveConfiguration(account, credentials, given, { by: 'key' }, services)
  },
  type: async (world: World) => world.write({ active: true, clientId: '1', ...secrets }),
  check: (_world: World, services: Services) => checkConfiguration(account, services),
  use: async (_world: World, { accountFor, registrantCipherFor }: Services) =>
    (await accountFor(account)) && registrantCipherFor(account),
  rotate: async (world: World) => world.rotate(),
  'accept terms': async (world: World) => world.acceptTerms(true),
  'withdraw terms': async (world: World) => world.acceptTerms(false),
  remove: (_world: World, services: Services) => removeConfiguration(account, { by: 'key' }, services),
  'switch off': async (world: World) => world.write({ active: false }),
  'switch on': async (world: World) => world.write({ active: true }),
  'clear client id': async (world: World) => world.write({ clientId: '', accessTokenKey: '', accessTokenSecret: '' }),
  'delete row': async (world: World) => world.deleteRow(),
} satisfies Record<string, (world: World, services: Services) => Promise<unknown>>
type Order = keyof typeof orders

const removing = fc.constantFrom<Order[]>('remove', 'remove', 'switch off', 'clear client id', 'delete row')
const giving = fc.constantFrom<Order[]>('save', 'type', 'check', 'use', 'rotate', 'accept terms', 'withdraw terms')
const back = fc.constantFrom<Order[]>('remove', 'switch off', 'switch on')
const anyOrder = fc.oneof({ arbitrary: giving, weight: 4 }, { arbitrary: back, weight: 1 })
const moods = fc.array(fc.constantFrom<Mood[]>('well', 'well', 'out', 'refuses'), { maxLength: 4 })

const pause = fc.record({
  call: fc.constantFrom<CallName[]>(
    'row',
    'status',
    'provider',
    'read credentials',
    'write credentials',
    'write record',
  ),
  way: fc.constantFrom('there', 'back'),
  /** At which of these calls. */
  nth: fc.nat({ max: 4 }),
  turns: fc.constantFrom(10, 40, 150),
})
type Pause = typeof pause extends fc.Arbitrary<infer T> ? T : never
const pauses = fc.array(fc.option(pause), { minLength: 1, maxLength: 6 })

/** A worker, held up once at most. @param hear hears of each answer */
function worker(world: World, scheduler: fc.Scheduler, pause: Pause | undefined, hear = (_call: CallName) => {}) {
  let left = pause?.nth ?? 0
  let isHeldUp = pause === undefined
  return world.connect(async (call, way) => {
    const isPause = !isHeldUp && call === pause?.call && way === pause.way && left-- === 0
    isHeldUp ||= isPause
    for (let turn = 0; turn < (isPause && pause ? pause.turns : 1); turn += 1)
      await scheduler.schedule(Promise.resolve())
    if (way === 'back') hear(call)
  })
}

/** Takes a message up again until it goes well, each time after a longer wait, as the queue does. */
async function work(services: Services, kind: 'removal' | undefined, scheduler: fc.Scheduler) {
  for (let waits = 0; ; waits += 5) {
    for (let turn = 0; turn < waits; turn += 1) await scheduler.schedule(Promise.resolve())
    try {
      if (kind === 'removal') return await continueErasure(account, services)
      return await reconcileConfiguration(account, false, services)
    } catch (error) {
      if (!(error instanceof AppError && error.retry)) throw error
    }
  }
}

type Plan = { orders: readonly (readonly [number, Order])[]; moods: readonly Mood[]; held: readonly (Pause | null)[] }

/** Gives one order after the other while those before are under way, and waits until all is quiet. */
async function live(
  world: World,
  scheduler: fc.Scheduler,
  { orders: given, held }: Plan,
  ended = (_order: Order, _at: number) => {},
) {
  const atWork: Promise<unknown>[] = []
  const answers: { order: Order; answer: unknown }[] = []
  let [workers, unread] = [0, 0]
  const next = (hear?: (call: CallName) => void) =>
    worker(world, scheduler, held[workers++ % held.length] ?? undefined, hear)
  world.onMessage((kind) => void atWork.push(work(next(), kind, scheduler)))
  const lived = (async () => {
    for (const [at, [turns, order]] of given.entries()) {
      for (let turn = 0; turn <= turns; turn += 1) await scheduler.schedule(Promise.resolve())
      // A save that has not read the row yet comes after what is ordered now.
      while (unread > 0) await scheduler.schedule(Promise.resolve())
      let isUnread = order === 'save'
      if (isUnread) unread += 1
      const read = () => {
        if (isUnread) unread -= 1
        isUnread = false
      }
      const services = next((call) => call === 'row' && read())
      const answering = orders[order](world, services)
        .catch((error: unknown) => {
          if (!(error instanceof AppError)) throw error
          return error
        })
        .finally(read)
        .finally(() => ended(order, at))
      atWork.push(answering.then((answer) => void answers.push({ order, answer })))
    }
  })()
  await scheduler.waitIdle()
  await lived
  while (atWork.length) {
    await scheduler.waitIdle()
    await atWork.shift()
  }
  return answers
}

const direct = (world: World) => world.connect(async () => undefined)

/** Nothing is in force, waits, or can be read. */
async function expectRemoved(world: World) {
  const services = direct(world)
  await expect(viewConfiguration(account, services)).rejects.toThrow(NotFoundError)
  expect(await services.credentialStore.configuration(account)).toBeUndefined()
  expect(await services.accountFor(account)).toBeUndefined()
  expect(await services.pendingCredentials.of(account)).toBeUndefined()
  if (!world.crm.row) return
  expect(world.crm.row).toMatchObject({ accessTokenKey: '', accessTokenSecret: '' })
  expect(world.crm.authorized).toBe('no')
}

/** Lets time go by until a removal has settled, with the sweeps that come then. */
async function settle(world: World) {
  const services = direct(world)
  for (let sweeps = 0; sweeps < 3; sweeps += 1) {
    world.clock.at += 40 * minute
    await enqueueErasures(services)
    await continueErasure(account, services)
  }
}

const plans = fc.record({
  orders: fc
    .tuple(
      fc.array(fc.tuple(fc.nat({ max: 60 }), anyOrder), { minLength: 1, maxLength: 4 }),
      fc.tuple(fc.nat({ max: 60 }), removing),
    )
    .map(([before, last]): [number, Order][] => [...before, last]),
  moods,
  held: pauses,
})

test('after a removal nothing is in force, readable or remembered, whatever was under way', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), plans, async (scheduler, plan) => {
      const world = inMemoryAccount(plan.moods)
      let [isRemoved, keptAfter] = [false, 0]
      world.onKeep(() => {
        if (isRemoved) keptAfter += 1
      })
      const answers = await live(world, scheduler, plan, (order, at) => {
        isRemoved ||= order === 'remove' && at === plan.orders.length - 1
      })
      expect(keptAfter).toBe(0)
      for (const { order, answer } of answers) {
        if (order === 'remove' && answer instanceof AppError) expect(answer).toBeInstanceOf(NotFoundError)
      }
      await expectRemoved(world)
      await settle(world)
      // Where nothing was ever kept, what was said on the row is known as long as the row is there.
      const wasKept = (await direct(world).removals.removal(account)) !== undefined
      const left = world.remembered().filter((row) => wasKept || !row.startsWith('statuses: '))
      expect(left).toEqual([])
    }),
    { numRuns: 1500 },
  )
}, 300_000)

test('credentials that are given after a removal are in force if the answer said so', async () => {
  const plan = fc.record({
    orders: fc
      .array(fc.tuple(fc.nat({ max: 60 }), fc.constantFrom<Order[]>('type', 'check', 'rotate', 'use')), {
        maxLength: 3,
      })
      .map((before): [number, Order][] => [...before, [60, 'save']]),
    moods: fc.constant<Mood[]>([]),
    held: pauses,
  })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), plan, async (scheduler, plan) => {
      const world = inMemoryAccount()
      await orders.save(world, direct(world))
      await removeConfiguration(account, { by: 'key' }, direct(world))
      const answers = await live(world, scheduler, plan)
      const saved = answers.find(({ order }) => order === 'save')?.answer
      if (saved instanceof AppError) {
        expect(saved).toBeInstanceOf(ConflictError)
        return
      }
      expect(await viewConfiguration(account, direct(world))).toMatchObject({ clientId: '1' })
      expect(world.crm.authorized).toBe('yes')
    }),
    { numRuns: 500 },
  )
}, 300_000)

test('the receipt counts credentials that were in force, and those that were being proven', async () => {
  const order = fc.constantFrom<Order[]>('save', 'type', 'check', 'use', 'rotate')
  const plan = fc.record({
    orders: fc
      .array(fc.tuple(fc.nat({ max: 60 }), order), { maxLength: 3 })
      .map((others): [number, Order][] => [...others, [30, 'remove']]),
    moods: fc.constant<Mood[]>([]),
    held: pauses,
  })
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), plan, async (scheduler, plan) => {
      const world = inMemoryAccount()
      await orders.save(world, direct(world))
      const answers = await live(world, scheduler, plan)
      const receipt = answers.find(({ order }) => order === 'remove')?.answer
      expect(receipt).toMatchObject({ erased: { credentials: 1 } })
      expect(await viewRemoval(account, direct(world))).toMatchObject({ id: account })
      await expectRemoved(world)
    }),
    { numRuns: 500 },
  )
}, 300_000)
