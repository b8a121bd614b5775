import { expect, test } from 'vitest'
import { CredentialsRefusedError, UnavailableError } from '../../../../lib/core/errors.ts'
import { minute } from '../../../../lib/core/time.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'
import { configuration, event, inMemoryRequests } from '../../../harness/in-memory-requests.ts'

const storage = freshStorage()
const shown = 'The webinar provider offers this account 1 types of webinars; events now show these.'
const outage = () => new UnavailableError({ code: 'unreachable', system: 'ON24' })

test('a request is carried out once, and its row says by name what came of it', async () => {
  const world = inMemoryRequests(storage)
  const id = world.order()
  expect(await world.carryOut(id)).toBe('done')
  expect(world.row(id)).toMatchObject({
    ...{ name: 'Refresh webinar types', ended: 'done', answer: shown, progress: 100 },
    ...{ startedOn: new Date(world.at), finishedOn: new Date(world.at) },
  })
  expect(await world.carryOut(id)).toBe('nothing')
  expect(world.typesRead).toBe(1)
})

test('a name that somebody gave a request stays', async () => {
  const world = inMemoryRequests(storage)
  const id = world.order({ name: 'For Monday' })
  await world.carryOut(id)
  expect(world.row(id)).toMatchObject({ name: 'For Monday' })
})

test('a request is answered in German where rows are written in German', async () => {
  const world = inMemoryRequests(storage)
  world.language = 'de'
  const id = world.order()
  await world.carryOut(id)
  expect(world.row(id)).toMatchObject({
    name: 'Webinartypen aktualisieren',
    answer: expect.stringMatching(/^Der Webinaranbieter bietet für dieses Konto 1 Webinartypen an;/),
  })
})

test('a message that comes twice at the same time does the work once', async () => {
  const world = inMemoryRequests(storage)
  const id = world.order()
  const results = await Promise.allSettled([world.carryOut(id), world.carryOut(id), world.carryOut(id)])
  const conflicts = results.filter(({ status }) => status === 'rejected')
  expect(conflicts).toHaveLength(2)
  for (const conflict of conflicts) expect(conflict).toMatchObject({ reason: { name: 'ConflictError' } })
  expect([world.row(id)?.ended, world.typesRead]).toEqual(['done', 1])
})

test('the trail has one order and one end, of the user who made the row', async () => {
  const world = inMemoryRequests(storage)
  world.types = () => Promise.reject(outage())
  const id = world.order()
  await expect(world.carryOut(id)).rejects.toThrow('unreachable')
  world.types = async () => []
  await world.carryOut(id)
  const about = { act: id, action: 'types_refreshed', configuration: configuration.id }
  const order = { ...about, actor: { by: 'dynamics', id: 'a-user' } }
  expect(await world.audit()).toMatchObject([
    { ...order, outcome: 'ordered' },
    { ...order, outcome: 'done' },
  ])
})

test('two people who order the same at the same time have it done once', async () => {
  const world = inMemoryRequests(storage)
  const [first, second] = [world.order(), world.order()]
  world.at += minute
  await world.carryOut(first)
  expect(await world.carryOut(second)).toBe('done')
  expect(world.typesRead).toBe(1)
  const name = 'Refresh webinar types'
  expect(world.row(second)?.answer).toBe(
    `Another request for the same was carried out meanwhile: “${name}”. Its answer holds for this one too.`,
  )
  expect((await world.audit()).map(({ act, outcome }) => [act, outcome])).toEqual(
    expect.arrayContaining([
      [second, 'ordered'],
      [second, 'done'],
    ]),
  )
})

test('two requests for the same that are worked on side by side are done once', async () => {
  const world = inMemoryRequests(storage)
  const ids = [world.order(), world.order(), world.order()]
  expect(await Promise.all(ids.map((id) => world.carryOut(id)))).toEqual(['done', 'done', 'done'])
  const answers = ids.map((id) => world.row(id)?.answer ?? '')
  expect(answers.filter((answer) => answer === shown)).toHaveLength(1)
  expect(answers.filter((answer) => answer.startsWith('Another request for the same is under way'))).toHaveLength(2)
  expect(world.typesRead).toBe(1)
})

test('the same that is ordered after the first has its answer is done anew', async () => {
  const world = inMemoryRequests(storage)
  await world.carryOut(world.order())
  world.at += minute
  const later = world.order()
  await world.carryOut(later)
  expect([world.row(later)?.answer, world.typesRead]).toEqual([shown, 2])
})

test('a request whose first one was deleted is carried out', async () => {
  const world = inMemoryRequests(storage)
  world.types = () => Promise.reject(outage())
  const [first, second] = [world.order(), world.order()]
  await expect(world.carryOut(first)).rejects.toThrow()
  world.requests.delete(first)
  world.types = async () => [{ value: 'fav', name: 'Video' }]
  await world.carryOut(second)
  expect(world.row(second)?.answer).toBe(shown)
})

test('a request says once that it has to wait, and goes on when it can', async () => {
  const world = inMemoryRequests(storage)
  world.types = () => Promise.reject(outage())
  const id = world.order()
  for (let attempt = 0; attempt < 3; attempt += 1) await expect(world.carryOut(id)).rejects.toThrow('unreachable')
  expect(world.row(id)).toMatchObject({
    state: 'running',
    answer: 'ON24 cannot be reached at present.\nThe connector tries again by itself.',
  })
  expect(world.writes).toHaveLength(2)
  world.types = async () => [{ value: 'fav', name: 'Video' }]
  await world.carryOut(id)
  expect(world.row(id)).toMatchObject({ ended: 'done', answer: shown })
})

test('being asked to wait for a moment is no news', async () => {
  const world = inMemoryRequests(storage)
  const wait = new UnavailableError({ code: 'asked_to_wait', system: 'ON24' }, { retryAfter: 5 })
  world.types = () => Promise.reject(wait)
  const id = world.order()
  await expect(world.carryOut(id)).rejects.toBe(wait)
  expect(world.row(id)).toMatchObject({ state: 'running', answer: '' })
})

test.each([
  [
    'an account that is refused',
    new CredentialsRefusedError('forbidden', { code: 'account_inactive', provider: 'ON24' }),
  ],
  ['the last attempt', outage()],
])('%s ends a request with the reason', async (_name, error) => {
  const world = inMemoryRequests(storage)
  world.types = () => Promise.reject(error)
  const id = world.order()
  expect(await world.carryOut(id, true)).toBe('failed')
  expect(world.row(id)).toMatchObject({ ended: 'failed', answer: expect.stringContaining('ON24'), progress: 0 })
  expect(await world.audit()).toContainEqual(expect.objectContaining({ act: id, code: error.userMessage.code }))
})

test('an error that nobody foresaw ends a request, and is left to the log', async () => {
  const world = inMemoryRequests(storage)
  world.types = () => Promise.reject(new TypeError('x is not a function'))
  const id = world.order()
  await expect(world.carryOut(id)).rejects.toThrow(TypeError)
  expect(world.row(id)).toMatchObject({
    ended: 'failed',
    answer: 'The connector failed in a way that was not foreseen. Its log says where.',
  })
  expect(await world.carryOut(id)).toBe('nothing')
})

test('a request that is deleted while it is worked on leaves nothing behind', async () => {
  const world = inMemoryRequests(storage)
  const id = world.order()
  world.types = async () => {
    world.requests.delete(id)
    return []
  }
  expect(await world.carryOut(id)).toBe('nothing')
  expect(await world.carryOut(id)).toBe('nothing')
  expect(world.take()).toEqual([])
})

test.each([
  ['has no kind', { kind: undefined }, /^The request has no kind/],
  ['names nothing', { subjects: [] }, /was deleted\. Make a new one for a webinar configuration\.$/],
  ['names several rows', { subjects: [event, configuration] }, /^The request names several rows\./],
  ['names a row of the wrong kind', { subjects: [event] }, /^This kind of request is not for the row/],
  [
    'names an event that is gone',
    { kind: 'check', subjects: [{ ...event, id: 'gone' }] },
    /^There is no event or session/,
  ],
] as const)('a request that %s fails with one sentence', async (_name, facts, answer) => {
  const world = inMemoryRequests(storage)
  Object.assign(world.services.crm, { plannedWebinar: async () => undefined })
  const id = world.order(facts)
  expect(await world.carryOut(id)).toBe('failed')
  expect(world.row(id)).toMatchObject({ ended: 'failed', answer: expect.stringMatching(answer) })
})
