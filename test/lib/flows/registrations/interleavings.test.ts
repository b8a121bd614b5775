import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ConflictError } from '../../../../lib/core/errors.ts'
import { reconcileRegistration } from '../../../../lib/flows/registrations/reconcile.ts'
import { type CallName, type ContactName, inMemoryWorld } from '../../../harness/in-memory-world.ts'

const row = fc.constantFrom('first', 'first', 'second', 'third')
const contact = fc.constantFrom<ContactName[]>('ada', 'ada', 'augusta')
const step = fc.oneof(
  { arbitrary: fc.record({ do: fc.constant('create'), row, contact }), weight: 2 },
  { arbitrary: fc.record({ do: fc.constantFrom('cancel', 'restore', 'remove', 'doubled message'), row }), weight: 5 },
  { arbitrary: fc.record({ contact, email: fc.constantFrom('ada@example.test', 'augusta@example.test') }), weight: 4 },
  { arbitrary: fc.record({ contact, jobTitle: fc.constantFrom('Engineer', 'Countess') }), weight: 2 },
  { arbitrary: fc.record({ webinarId: fc.constantFrom('1', '2') }), weight: 2 },
  { arbitrary: fc.record({ cancelled: fc.boolean() }), weight: 1 },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

const anyDay = fc.array(fc.tuple(fc.nat({ max: 30 }), step), { minLength: 1, maxLength: 6 })
/** One registration takes over from another of the same person while both move on: the rarest races need all three. */
const takeover: fc.Arbitrary<[number, Step][]> = fc.tuple(
  fc.tuple(fc.nat({ max: 30 }), fc.constant({ do: 'create', row: 'second', contact: 'ada' } as const)),
  fc.tuple(fc.nat({ max: 15 }), fc.record({ do: fc.constantFrom('cancel', 'remove'), row: fc.constant('first') })),
  fc.tuple(fc.nat({ max: 30 }), fc.constantFrom({ webinarId: '2' }, { contact: 'ada', email: 'augusta@example.test' })),
)
/** Two people take each other's address while the event moves to another webinar and back: each leaves two registrants. */
const exchange: fc.Arbitrary<[number, Step][]> = fc
  .tuple(fc.nat({ max: 30 }), fc.nat({ max: 15 }), fc.nat({ max: 30 }))
  .map(([before, between, after]) => [
    [0, { do: 'create', row: 'second', contact: 'augusta' }],
    [before, { webinarId: '2' }],
    [between, { contact: 'ada', email: 'augusta@example.test' }],
    [0, { contact: 'augusta', email: 'ada@example.test' }],
    [after, { webinarId: '1' }],
  ])
/** Each step comes some turns after the one before. Between two days all workers come to their end. */
const day = fc.oneof(
  { arbitrary: anyDay, weight: 4 },
  { arbitrary: takeover, weight: 1 },
  { arbitrary: exchange, weight: 1 },
)
const days = fc.array(day, { minLength: 1, maxLength: 3 })

/** Where a worker is held up, while one or several others come and go. */
const pause = fc.record({
  call: fc.constantFrom<CallName[]>(
    ...(['row', 'siblings', 'status', 'provider', 'read record', 'write record', 'read state', 'write state'] as const),
  ),
  way: fc.constantFrom('there', 'back'),
  turns: fc.constantFrom(60, 200),
})
/** Of the workers in turn, every other one or so is held up. */
const pauses = fc.array(fc.option(pause), { minLength: 1, maxLength: 8 })
type Pause = typeof pause extends fc.Arbitrary<infer T> ? T : never

type World = ReturnType<typeof inMemoryWorld>

/** Far more than any of these days needs. Workers that wait for each other would go on without end. */
const most = { tries: 1000, workers: 2000 }

/** A worker that takes up its message again whenever it lost a race. */
async function work(id: string, pause: Pause | undefined, world: World, scheduler: fc.Scheduler) {
  let isHeldUp = false
  const services = world.connect(async (call, way) => {
    const isPause = !isHeldUp && call === pause?.call && way === pause.way
    isHeldUp ||= isPause
    for (let turn = 0; turn < (isPause ? pause.turns : 1); turn += 1) await scheduler.schedule(Promise.resolve())
  })
  for (let tries = 0; tries < most.tries; tries += 1) {
    try {
      await reconcileRegistration({ table: 'registration', id }, { isFinal: false, isLate: false }, services)
      return
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error
    }
  }
  throw new Error(`The message about ${id} comes to no end.`)
}

function take(step: Step, world: World, gone: Set<string>) {
  if (!('do' in step)) {
    if (!('contact' in step)) return world.changeEvent(step)
    const { contact, ...values } = step
    return world.changeContact(contact, values)
  }
  const { row } = step
  const isThere = world.rows.has(row)
  // A row that was deleted never comes back under its id.
  if ('contact' in step) return isThere || gone.has(row) ? undefined : world.create(row, step.contact)
  if (step.do === 'doubled message') return world.notify(row)
  if (!isThere) return undefined
  if (step.do === 'remove') gone.add(row)
  return world[step.do as 'cancel' | 'restore' | 'remove'](row)
}

/** Takes one step after the other, while each change has workers of its own at the same time. */
async function live(
  scheduler: fc.Scheduler,
  days: readonly (readonly (readonly [number, Step])[])[],
  pauses: readonly (Pause | null)[],
) {
  const world = inMemoryWorld()
  const gone = new Set<string>()
  const atWork: Promise<void>[] = []
  let workers = 0
  world.onChange((id) => {
    const pause = pauses[workers++ % pauses.length] ?? undefined
    if (workers <= most.workers) atWork.push(work(id, pause, world, scheduler))
  })
  for (const steps of days) {
    const lived = (async () => {
      for (const [turns, step] of steps) {
        for (let turn = 0; turn <= turns; turn += 1) await scheduler.schedule(Promise.resolve())
        take(step, world, gone)
      }
    })()
    await scheduler.waitIdle()
    await lived
    while (atWork.length) await atWork.shift()
  }
  if (workers > most.workers) throw new Error(`There is no end to the messages: ${workers}.`)
  return world
}

/** The people of the event by address: who must be registered for them, and which rows are theirs. */
function expected({ rows, contacts, event }: World) {
  const people = Object.groupBy([...rows.values()], (one) => contacts[one.contact].email)
  return Object.entries(people).map(([email, theirs = []]) => {
    const active = theirs.filter(({ cancelled }) => !cancelled && !event.cancelled)
    const [primary] = active.toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const { jobTitle } = contacts[primary?.contact ?? 'ada']
    const registrant = primary && { webinarId: event.webinarId, email, registrationId: primary.id, jobTitle }
    return { registrant, rows: theirs }
  })
}

test('all registrations end as CRM has them, in any order of work', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), days, pauses, async (scheduler, lived, held) => {
      const world = await live(scheduler, [[[0, { do: 'create', row: 'first', contact: 'ada' }]], ...lived], held)
      const people = expected(world)
      const active = [...world.listed].filter(([, { state }]) => state !== 'gone')
      const registered = active.map(([key, { email, registrationId, jobTitle }]) => {
        return { webinarId: key.split(' ')[0], email, registrationId, jobTitle }
      })
      expect(new Set(registered)).toEqual(new Set(people.flatMap(({ registrant }) => registrant ?? [])))
      for (const { registrant, rows } of people) {
        const text = registrant ? 'Registered at ON24' : 'Cancelled at ON24'
        const providerId = registrant && world.listed.get(`${registrant.webinarId} ${registrant.email}`)?.providerId
        for (const { outcome } of rows) expect(outcome).toMatchObject(registrant ? { text, providerId } : { text })
      }
    }),
    { numRuns: 4000 },
  )
}, 300_000)
