import { expect, test } from 'vitest'
import { createAttendanceStore, type Pull, type Unmatched } from '../../../lib/stores/attendance.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const newStore = () => createAttendanceStore(newTable().table)

const blank = {
  asOf: undefined,
  refusedAt: undefined,
  countsAt: undefined,
  digest: undefined,
  fullAt: undefined,
  queuedAt: undefined,
  moved: undefined,
  movedThen: undefined,
  end: undefined,
  liveEnd: undefined,
  archiveEnd: undefined,
}
const queued: Pull = {
  ...blank,
  configuration: 'one',
  webinarId: '5',
  final: false,
  attendees: 0,
  matched: 0,
  minutes: 0,
}
const read: Pull = { ...queued, asOf: new Date('2026-05-12T16:00:00Z'), attendees: 3, matched: 2, final: true }

test('a webinar without a record is unknown', async () => {
  const store = newStore()
  expect(await store.pull('event', 'a')).toBeUndefined()
  expect((await store.pulls())('event', 'a')).toBeUndefined()
  expect(await store.unmatched('event', 'a')).toEqual([])
})

test('a saved pull is read as it was, and a new pull replaces all of it', async () => {
  const store = newStore()
  const moved = new Date('2026-05-12T15:30:00Z')
  const known = {
    ...read,
    moved,
    movedThen: moved,
    countsAt: moved,
    fullAt: moved,
    digest: 'as listed',
    end: moved,
    liveEnd: moved,
    archiveEnd: moved,
    queuedAt: moved,
    refusedAt: moved,
  }
  await store.updatePull('event', 'a', () => known)
  expect(await store.pull('event', 'a')).toMatchObject(known)
  await store.updatePull('event', 'a', () => queued)
  const now = await store.pull('event', 'a')
  expect(now).toMatchObject({ final: false, attendees: 0, matched: 0 })
  for (const time of [
    'asOf',
    'countsAt',
    'fullAt',
    'digest',
    'refusedAt',
    'moved',
    'queuedAt',
    'end',
    'liveEnd',
    'archiveEnd',
  ] as const)
    expect(now?.[time]).toBeUndefined()
})

test('of changes at the same time none undoes another', async () => {
  const store = newStore()
  const times = [1, 2, 3].map((hour) => new Date(Date.UTC(2026, 4, 12, hour)))
  const [moved, liveEnd, archiveEnd] = times
  await store.updatePull('event', 'a', () => read)
  await Promise.all(
    [{ moved }, { liveEnd }, { archiveEnd }].map((news) =>
      store.updatePull('event', 'a', (known) => ({ ...(known ?? queued), ...news })),
    ),
  )
  expect(await store.pull('event', 'a')).toMatchObject({ attendees: 3, moved, liveEnd, archiveEnd })
})

test('a change that decides against it leaves the record as it is', async () => {
  const store = newStore()
  expect(await store.updatePull('event', 'a', () => undefined)).toBeUndefined()
  expect(await store.pull('event', 'a')).toBeUndefined()
})

test('a refusal is noted beside what was read, and gone with the next reading', async () => {
  const store = newStore()
  const refusedAt = new Date('2026-05-13T16:00:00Z')
  await store.updatePull('event', 'a', () => read)
  await store.setRefused('event', 'a', refusedAt)
  expect(await store.pull('event', 'a')).toMatchObject({ asOf: read.asOf, attendees: 3, refusedAt })
  await store.updatePull('event', 'a', () => read)
  expect((await store.pull('event', 'a'))?.refusedAt).toBeUndefined()
  await store.setRefused('event', 'never queued', refusedAt)
  expect(await store.pull('event', 'never queued')).toBeUndefined()
})

test('an event and a session of the same id are two webinars', async () => {
  const store = newStore()
  await store.updatePull('event', 'a', () => read)
  await store.updatePull('session', 'a', () => queued)
  await store.setUnmatched('session', 'a', 'one', [{ providerId: '7', reason: 'unknown' }])
  const pulls = await store.pulls()
  expect([pulls('event', 'a')?.final, pulls('session', 'a')?.final]).toEqual([true, false])
  expect(await store.unmatched('event', 'a')).toEqual([])
})

test('any number of unmatched attendees come back in order', async () => {
  const store = newStore()
  const all = Array.from(
    { length: 2001 },
    (_, at): Unmatched => ({ providerId: String(700_000_000 + at), reason: at % 2 ? 'ambiguous' : 'unknown' }),
  )
  await store.updatePull('event', 'a', () => read)
  await store.setUnmatched('event', 'a', 'one', all)
  expect(await store.unmatched('event', 'a')).toEqual(all)
})

test('fewer unmatched attendees than before leave none of the old behind', async () => {
  const store = newStore()
  const [first, second]: [Unmatched, Unmatched] = [
    { providerId: '7', reason: 'refused' },
    { providerId: '8', reason: 'orphan' },
  ]
  await store.updatePull('event', 'a', () => read)
  await store.setUnmatched('event', 'a', 'one', Array(1900).fill(first))
  await store.setUnmatched('event', 'a', 'one', [second])
  expect(await store.unmatched('event', 'a')).toEqual([second])
  await store.setUnmatched('event', 'a', 'one', [])
  expect(await store.unmatched('event', 'a')).toEqual([])
  expect(await store.pull('event', 'a')).toMatchObject({ asOf: read.asOf, attendees: 3, matched: 2, final: true })
})

test('forgetting an account erases and counts its webinars, and spares the others', async () => {
  const { table, client } = newTable()
  const store = createAttendanceStore(table)
  for (const id of ['a', 'b']) {
    await store.updatePull('event', id, () => read)
    await store.setUnmatched('event', id, 'one', [{ providerId: '7', reason: 'unknown' }])
  }
  await store.updatePull('session', 'c', () => ({ ...read, configuration: 'two' }))
  const whose = { configuration: 'one', before: undefined }
  expect(await store.eraseRecords(whose)).toEqual({ erased: 2, next: undefined })
  expect(await store.erasePulls(whose)).toEqual({ erased: 2, next: undefined })
  expect(await store.erasePulls(whose)).toEqual({ erased: 0, next: undefined })
  const left = await Array.fromAsync(client.listEntities())
  expect(left.map(({ partitionKey }) => partitionKey)).toEqual(['session_c'])
})
