import { expect, test, vi } from 'vitest'
import { UnavailableError } from '../../../../lib/core/errors.ts'
import { day, hour, minute } from '../../../../lib/core/time.ts'
import { enqueueReviews } from '../../../../lib/flows/sweep/queue-reviews.ts'
import { aWebinarRow } from '../../../harness/builders.ts'
import { inMemorySweep, never } from '../../../harness/in-memory-sweep.ts'

const signal = new AbortController().signal
const interval = 2 * minute
const account = 'account'

/** Webinars of one account, of which some end within two days; ON24 lists them all. */
function ahead(count: number, due = 0) {
  const world = inMemorySweep()
  const listed = new Map<string, string>()
  world.addAccount(account)
  world.lists.set(account, listed)
  for (let at = 0; at < count; at += 1) {
    const end = new Date(world.now.getTime() + (at < due ? day : 30 * day)).toISOString().slice(0, 19)
    const id = at < due ? `due ${at}` : `later ${at}`
    world.webinars.push(aWebinarRow({ id, end, configuration: account, webinarId: id }))
    listed.set(id, 'as it was')
  }
  /** A sweep, and the reviews that it enqueued, all of which go well. */
  const sweep = async () => {
    await enqueueReviews(signal, world.services)
    for (const [key, review] of world.reviews) world.reviews.set(key, { ...review, digest: review.asked })
    return world.take()
  }
  /** Sweeps for so long, and counts the reviews of each webinar. */
  const sweepFor = async (time: number) => {
    const counts = new Map(world.webinars.map(({ id }) => [id, 0]))
    for (let passed = 0; passed < time; passed += interval) {
      for (const { id } of await sweep()) counts.set(id, (counts.get(id) ?? 0) + 1)
      world.later(interval)
    }
    return counts
  }
  return { ...world, world, listed, sweep, sweepFor }
}

test('each of a thousand webinars ahead is reviewed daily, and the due ones hourly', async () => {
  const { sweepFor } = ahead(1_000, 200)
  await sweepFor(3 * hour)
  const counts = [...(await sweepFor(day + hour))]
  const [due, later] = [counts.filter(([id]) => id.startsWith('due')), counts.filter(([id]) => id.startsWith('later'))]
  expect(due).toHaveLength(200)
  expect(Math.min(...due.map(([, count]) => count))).toBeGreaterThanOrEqual(20)
  expect(later).toHaveLength(800)
  expect(later.filter(([, count]) => count < 1 || count > 2)).toEqual([])
})

test('a sweep asks for no more reviews of an account than ON24 allows reads of its fields a minute', async () => {
  const { sweep } = ahead(1_000, 200)
  const sent = await sweep()
  expect(sent).toHaveLength(25)
  // The due ones come first.
  expect(sent.every(({ id, work }) => id.startsWith('due') && work === 'review')).toBe(true)
})

test('a webinar that ON24 tells something new of is reviewed within the hour, and no other', async () => {
  const { sweepFor, listed } = ahead(30)
  await sweepFor(2 * hour)
  listed.set('later 7', 'one more registrant')
  const counts = await sweepFor(hour)
  expect([...counts].filter(([, count]) => count > 0)).toEqual([['later 7', 1]])
})

test('a webinar that ON24 does not list is reviewed each hour', async () => {
  const { sweepFor, listed } = ahead(3)
  await sweepFor(2 * hour)
  listed.delete('later 1')
  const counts = await sweepFor(3 * hour)
  expect(counts.get('later 1')).toBeGreaterThanOrEqual(2)
  expect(counts.get('later 2')).toBe(0)
})

test('the list of an account is read every quarter of an hour, and not at all without need', async () => {
  const { sweepFor, world } = ahead(3)
  await sweepFor(hour)
  world.listReads.length = 0
  await sweepFor(4 * hour)
  expect(world.listReads.length).toBeGreaterThanOrEqual(12)
  expect(world.listReads.length).toBeLessThanOrEqual(16)
  world.webinars.length = 0
  await sweepFor(hour)
  expect(world.listReads.length).toBeLessThanOrEqual(16)
})

test('the list of an account with nothing ahead is read hourly, for webinars that Dynamics does not know', async () => {
  const { sweepFor, world } = ahead(0)
  await sweepFor(2 * hour)
  expect(world.listReads).toEqual([])
  world.keepsFound = true
  world.lists.set(account, () => Promise.reject(new UnavailableError({ code: 'out_of_service', system: 'ON24' })))
  await sweepFor(hour)
  world.lists.set(account, new Map())
  await sweepFor(3 * hour)
  expect(world.listReads.length).toBeGreaterThanOrEqual(3)
  expect(world.listReads.length).toBeLessThanOrEqual(5)
})

test('an account whose list hangs keeps no other from its reviews', async () => {
  vi.useFakeTimers()
  try {
    const { world, listed } = ahead(2)
    for (const id of ['silent one', 'silent two', 'silent three']) {
      world.addAccount(id)
      world.lists.set(id, () => never)
      const { end } = aWebinarRow(world.webinars[0])
      world.webinars.push(aWebinarRow({ id: `of ${id}`, end, configuration: id, webinarId: id }))
    }
    for (const { id } of world.webinars) {
      world.reviews.set(`event_${id}`, { at: new Date(world.now.getTime() - 2 * hour), asked: '', digest: 'as it was' })
    }
    listed.set('later 1', 'one more registrant')
    const sweeping = enqueueReviews(signal, world.services)
    await vi.advanceTimersByTimeAsync(40_000)
    await sweeping
    expect(world.take().map(({ id }) => id)).toEqual(['later 1'])
  } finally {
    vi.useRealTimers()
  }
})

test('after a pause in which changes of contacts may have been lost all webinars are reviewed', async () => {
  const { sweepFor, world } = ahead(30)
  await sweepFor(2 * hour)
  world.later(hour)
  const counts = await sweepFor(10 * minute)
  expect([...counts].filter(([, count]) => count !== 1)).toEqual([])
})

test('the record of a webinar that is past is forgotten', async () => {
  const { sweep, world } = ahead(3)
  await sweep()
  world.webinars.pop()
  world.later(8 * day)
  await sweep()
  await sweep()
  expect([...world.reviews.keys()].sort()).toEqual(['event_later 0', 'event_later 1'])
})
