import { expect, test } from 'vitest'
import { hour, minute, second } from '../../../../lib/core/time.ts'
import { queueChangedContacts } from '../../../../lib/flows/sweep/queue-changed-contacts.ts'
import type { Services } from '../../../../lib/services.ts'
import { aWebinarRow } from '../../../harness/builders.ts'
import { inMemorySweep } from '../../../harness/in-memory-sweep.ts'

const table = 'msevtmgt_eventregistration'
const ahead = aWebinarRow({ end: '2026-06-01T10:00:00' })

/** Sweeps every two minutes; what each queued. */
async function sweeping() {
  const world = inMemorySweep()
  const changed: { id: string; at: Date; webinar: typeof ahead }[] = []
  /** When the app last looked at a registration, by its id. */
  const seen = new Map<string, Date | undefined>()
  const services = {
    ...world.services,
    crm: {
      ...world.services.crm,
      async *registrationsOfChanged(_ahead: Date, from: Date, before: Date) {
        for (const { id, at, webinar } of changed) {
          if (at >= from && at < before) yield { table, id, webinar, contactChangedAt: at }
        }
      },
    },
    statusStore: { written: async (_: string, id: string) => (seen.has(id) ? { seenAt: seen.get(id) } : undefined) },
  } as unknown as Services
  const sweep = async (signal = new AbortController().signal) => {
    await queueChangedContacts(signal, services)
    const found = world.take().map(({ queue, id }) => `${queue} ${id}`)
    world.later(2 * minute)
    return found
  }
  const justNow = (after = 0) => new Date(world.now.getTime() - second + after)
  const change = (id: string, webinar = ahead) => void changed.push({ id, at: justNow(), webinar })
  const see = (id: string, after?: number) => void seen.set(id, justNow(after))
  await sweep()
  return { world, seen, sweep, change, see }
}

test('a registration whose contact was changed since it was looked at is queued, once and after two minutes', async () => {
  const { sweep, change, see } = await sweeping()
  see('missed')
  change('missed')
  expect(await sweep()).toEqual([])
  expect(await sweep()).toEqual(['registrations missed'])
  expect(await sweep()).toEqual([])
})

test('a registration that was looked at after the second of the change is left alone', async () => {
  const { sweep, change, see } = await sweeping()
  for (const [id, after] of [
    ['at once', second - 1],
    ['told', second],
  ] as const) {
    change(id)
    see(id, after)
  }
  expect([...(await sweep()), ...(await sweep())]).toEqual(['registrations at once'])
})

test('a registration counts as never looked at where an older release did that, and one that nobody saw does not', async () => {
  const { sweep, change, seen } = await sweeping()
  seen.set('older', undefined)
  change('older')
  change('pending')
  expect([...(await sweep()), ...(await sweep())]).toEqual(['registrations older'])
})

test('a webinar that is over, or none, concerns nobody', async () => {
  const { sweep, change, see } = await sweeping()
  for (const id of ['over', 'on site']) see(id)
  change('over', aWebinarRow({ end: '2026-05-01T10:00:00' }))
  change('on site', { ...ahead, online: false })
  expect([...(await sweep()), ...(await sweep())]).toEqual([])
})

test('an import holds the look up for an hour at most, and nothing of that time is left out', async () => {
  const { world, sweep, change, see } = await sweeping()
  see('early')
  change('early')
  world.waiting = 1000
  for (let waited = 0; waited < hour - 4 * minute; waited += 2 * minute) expect(await sweep()).toEqual([])
  see('late')
  change('late')
  expect([...(await sweep()), ...(await sweep()), ...(await sweep())]).toEqual(['registrations early'])
  world.waiting = 0
  expect(await sweep()).toEqual(['registrations late'])
})

test('a look that is cut off is taken anew by the next sweep', async () => {
  const { sweep, change, see } = await sweeping()
  see('missed')
  change('missed')
  await sweep()
  expect(await sweep(AbortSignal.abort())).toEqual([])
  expect(await sweep()).toEqual(['registrations missed'])
})
