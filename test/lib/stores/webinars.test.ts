import { expect, test } from 'vitest'
import { ConflictError, QuotaReachedError, UnavailableError } from '../../../lib/core/errors.ts'
import type { WebinarRecord } from '../../../lib/rules/webinars/webinar-action.ts'
import { createWebinarStore } from '../../../lib/stores/webinars.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const held: WebinarRecord = {
  configuration: 'c',
  webinarId: '7',
  appliedHash: 'this',
  state: 'held',
  createdByConnector: true,
  replacedWebinarId: '',
}
const minutes = (count: number) => count * 60_000

/** A record of a webinar that was deleted, and a clock that tests set. */
async function deleted() {
  let time = new Date('2026-05-12T16:00:00Z').getTime()
  const made = createWebinarStore(newTable().table, () => new Date(time))
  await made.tell('e', 'c', undefined, async () => ({ ...held, state: 'deleted' }))
  const before = await made.made('e')
  return { made, before, pass: (span: number) => (time += span) }
}

const lost = [
  ['is lost', new UnavailableError({ code: 'as_written', text: 'Gone.' })],
  [
    'is an outage that asks to wait',
    new UnavailableError({ code: 'as_written', text: 'Out of order.' }, { retryAfter: 5 }),
  ],
] as const
test.for(lost)('no worker creates another webinar while an answer that %s may mean a new one', async ([, error]) => {
  const { made, before, pass } = await deleted()
  const asks = made.tell('e', 'c', before, async (asking) => {
    await asking()
    throw error
  })
  await expect(asks).rejects.toBe(error)
  await expect(made.made('e')).rejects.toThrow(ConflictError)
  pass(minutes(3))
  expect(await made.made('e')).toMatchObject({ webinarId: '7', state: 'deleted', appliedHash: '' })
})

test('a failure before the call, or a call limit, frees the lease at once', async () => {
  const { made, before } = await deleted()
  const silent = async () => {
    throw new UnavailableError({ code: 'as_written', text: 'Gone.' })
  }
  await expect(made.tell('e', 'c', before, silent)).rejects.toThrow(UnavailableError)
  const limited = async (asking: () => Promise<void>) => {
    await asking()
    throw new QuotaReachedError({ code: 'as_written', text: 'Enough.' }, { retryAfter: 5 })
  }
  await expect(made.tell('e', 'c', await made.made('e'), limited)).rejects.toThrow(QuotaReachedError)
  expect(await made.made('e')).toMatchObject({ webinarId: '7' })
})

test('a worker whose lease ran out and was taken does not call', async () => {
  const { made, before, pass } = await deleted()
  let asked = 0
  const slow = made.tell('e', 'c', before, async (asking) => {
    pass(minutes(3))
    await made.tell('e', 'c', await made.made('e'), async () => ({ ...held, webinarId: '8' }))
    await asking()
    asked += 1
    return { ...held, webinarId: '9' }
  })
  await expect(slow).rejects.toThrow(ConflictError)
  expect([asked, await made.made('e')]).toMatchObject([0, { webinarId: '8' }])
})

test('a lease lasts anew from the call on', async () => {
  const { made, before, pass } = await deleted()
  await made.tell('e', 'c', before, async (asking) => {
    pass(minutes(2))
    await asking()
    pass(minutes(2))
    await expect(made.made('e')).rejects.toThrow(ConflictError)
    return { ...held, webinarId: '8' }
  })
  expect(await made.made('e')).toMatchObject({ webinarId: '8', state: 'held' })
})
