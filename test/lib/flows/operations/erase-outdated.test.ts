import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { day, minute } from '../../../../lib/core/time.ts'
import { eraseOutdated } from '../../../../lib/flows/operations/erase-outdated.ts'
import type { Services } from '../../../../lib/services.ts'
import { createAttendanceStore } from '../../../../lib/stores/attendance.ts'
import { createCursors } from '../../../../lib/stores/cursors.ts'
import { createOutdatedRecords } from '../../../../lib/stores/outdated-records.ts'
import { aWebinarRow } from '../../../harness/builders.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const start = Date.now()
const after = (days: number) => new Date(start + days * day)

/** The app's tables, and the events that CRM has with the days until they end. The clock is years ahead of all records. */
async function world(ends: Record<string, number>, { patience = Number.POSITIVE_INFINITY } = {}) {
  const tables = {
    ...{ registrations: newTable(), registrants: newTable(), statuses: newTable(), webinars: newTable() },
    ...{ failures: newTable(), runs: newTable(), turns: newTable(), cursors: newTable(), auditrecords: newTable() },
    ledger: newTable(),
  }
  for (const { client } of Object.values(tables)) await client.createTable()
  const clock = { at: start + 1500 * day, readings: 0 }
  const account = randomUUID()
  const event = (id: string) => {
    const days = ends[id]
    if (days === undefined) return undefined
    const end = after(days).toISOString().slice(0, 19)
    return aWebinarRow({ kind: 'event', table: 'event', id, configuration: account, webinarId: webinarIdOf(id), end })
  }
  const asked: string[] = []
  const now = () => {
    clock.readings += 1
    if (clock.readings > patience) clock.at += minute
    return new Date(clock.at)
  }
  const services = {
    now,
    recordsKeptDays: 400,
    auditKeptDays: 730,
    cursors: createCursors(tables.cursors.table, now),
    attendanceStore: createAttendanceStore(tables.webinars.table),
    outdatedRecords: createOutdatedRecords({
      ...{ registrations: tables.registrations.table, registrants: tables.registrants.table },
      ...{ statuses: tables.statuses.table, webinars: tables.webinars.table, failures: tables.failures.table },
      ...{ runs: tables.runs.table, turns: tables.turns.table, cursors: tables.cursors.table },
      ...{ auditrecords: tables.auditrecords.table, ledger: tables.ledger.table },
    }),
    crm: {
      webinarTableOf: (kind: string) => kind,
      webinar: async ({ table, id }: { table: string; id: string }) => {
        asked.push(`${table} ${id}`)
        return table === 'event' ? event(id) : undefined
      },
      webinarsNaming: async ({ webinarId }: { webinarId: string }) =>
        Object.keys(ends).flatMap((id) => (webinarIdOf(id) === webinarId ? [event(id)] : [])),
    },
  } as unknown as Services

  /** All that is remembered of a webinar and of two registrations of one person. */
  async function put(id: string, pull: { archiveEnd?: Date } = {}) {
    const webinarId = webinarIdOf(id)
    const place = { configuration: account, webinarId, kind: 'event', webinarRow: id }
    for (const registration of [randomUUID(), randomUUID()]) {
      await tables.registrations.table.put(registration, 'place', { ...place, address: 'hash', version: '1' })
      await tables.statuses.table.put(registration, 'registration', { configuration: account, code: 'a', hash: 'b' })
    }
    for (const row of ['hash', 'of a deleted registration']) {
      await tables.registrants.table.put(`${account}_${webinarId}`, row, { configuration: account })
    }
    const end = event(id)?.end
    const times = end === undefined ? {} : { end: new Date(`${end}Z`) }
    await tables.webinars.table.put(`event_${id}`, 'pull', { configuration: account, webinarId, ...times, ...pull })
    await tables.webinars.table.put(`event_${id}`, 'runs-as', { configuration: account, webinarId })
    await tables.webinars.table.put(`event_${id}`, 'unmatched-00000000', { configuration: account, unmatched: '[]' })
    await tables.webinars.table.put(id, 'made', { configuration: account, webinarId })
    const owner = { configuration: account, kind: 'event', table: 'event', id }
    await tables.webinars.table.put(account, `owner_${webinarId}`, owner)
  }
  const left = async () => {
    const rows: Record<string, number> = {}
    for (const [name, { client }] of Object.entries(tables)) {
      if (name !== 'cursors') rows[name] = (await Array.fromAsync(client.listEntities())).length
    }
    return rows
  }
  return { services, tables, clock, put, left, asked }
}
const webinarIdOf = (id: string) => `5${id.length}${id.charCodeAt(0)}`
const others = { failures: 0, runs: 0, turns: 0, auditrecords: 0, ledger: 0 }
const ofOne = { registrations: 2, registrants: 2, statuses: 2, webinars: 5, ...others }
const none = { registrations: 0, registrants: 0, statuses: 0, webinars: 0, ...others }

test.each<[string, Record<string, number>, { archiveEnd?: Date }]>([
  ['that ended long ago', { past: 10 }, {}],
  ['whose archive ended long ago', { past: 10 }, { archiveEnd: after(1000) }],
  ['whose row is gone', {}, {}],
])('records of a webinar %s are erased', async (_which, ends, pull) => {
  const { services, put, left } = await world(ends)
  await put('past', pull)
  expect(await eraseOutdated(services)).toBeGreaterThan(0)
  expect(await left()).toEqual(none)
})

test.each<[string, Record<string, number>, { archiveEnd?: Date }]>([
  ['that lies ahead', { ahead: 1600 }, {}],
  ['that ended a year ago', { lately: 1100 }, {}],
  ['whose archive can still be watched', { archived: 10 }, { archiveEnd: after(1400) }],
])('records of a webinar %s stay', async (_which, ends, pull) => {
  const { services, put, left } = await world(ends)
  for (const id of Object.keys(ends)) await put(id, pull)
  await eraseOutdated(services)
  // A status only spares that a row is written again.
  expect(await left()).toEqual({ ...ofOne, statuses: 0 })
})

test('records that were written lately stay, whatever they are about', async () => {
  const { services, clock, put, left } = await world({})
  clock.at = start + 399 * day
  await put('past')
  expect(await eraseOutdated(services)).toBe(0)
  expect(await left()).toEqual(ofOne)
})

test('old failures, runs and receipts are erased, and what an account or a sweep needs is not', async () => {
  const { services, tables, left } = await world({})
  await tables.failures.table.put('failure', 'registrations_a', { reason: '' })
  await tables.turns.table.put('account', 'POST registrant', { next: 1 })
  await tables.ledger.table.put('account', '2026-05-12_event_a', { counts: '{}' })
  await tables.runs.table.put(randomUUID(), 'item_a', { state: 'done' })
  await tables.statuses.table.put('configuration', randomUUID(), { code: 'a', hash: 'b' })
  await tables.cursors.table.put('removal', 'one', { at: new Date(), state: 'ended' })
  await tables.cursors.table.put('removal', 'two', { at: new Date(), state: 'settling' })
  await tables.cursors.table.put('cursor', 'contact', { cursor: 'link' })
  expect(await eraseOutdated(services)).toBe(5)
  expect(await left()).toEqual({ ...none, statuses: 1 })
  const keys = (await Array.fromAsync(tables.cursors.client.listEntities())).map(({ rowKey }) => rowKey)
  expect(keys.toSorted()).toEqual(['contact', 'outdated records', 'two'])
})

test('records of the audit trail are erased after their own time, which is longer', async () => {
  const { services, clock, tables, left } = await world({})
  await tables.auditrecords.table.put('audit', 'one', { action: 'credentials_entered' })
  clock.at = start + 729 * day
  expect(await eraseOutdated(services)).toBe(0)
  clock.at = start + 731 * day
  expect(await eraseOutdated(services)).toBe(1)
  expect(await left()).toEqual(none)
})

test('a step ends in time, the next goes on from there, and a day has one pass', async () => {
  const { services, clock, put, left, asked } = await world({}, { patience: 3 })
  await put('past')
  let steps = 0
  for (; steps < 20 && Object.values(await left()).some((rows) => rows > 0); steps += 1) await eraseOutdated(services)
  expect(steps).toBeGreaterThan(2)
  for (let more = 0; more < 7; more += 1) await eraseOutdated(services)
  const questions = asked.length
  await put('past')
  expect(await eraseOutdated(services)).toBe(0)
  expect(asked).toHaveLength(questions)
  clock.at += day
  await eraseOutdated(services)
  expect((await left()).registrations).toBe(0)
})

test('however many records a webinar has, Dynamics is asked for it once', async () => {
  const { services, put, asked } = await world({ ahead: 1600 })
  for (let n = 0; n < 3; n += 1) await put('ahead')
  await eraseOutdated(services)
  expect(asked).toEqual(['event ahead'])
})
