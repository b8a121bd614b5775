import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { minute } from '../../../../lib/core/time.ts'
import { continueErasure, enqueueErasures } from '../../../../lib/flows/configurations/erase.ts'
import { eraseConfiguration, viewRemoval } from '../../../../lib/flows/configurations/remove.ts'
import type { Services } from '../../../../lib/services.ts'
import { createAttendanceStore } from '../../../../lib/stores/attendance.ts'
import { createAuditTrail } from '../../../../lib/stores/audit-trail.ts'
import { createLedgerStore } from '../../../../lib/stores/ledger.ts'
import { createRegistrationStore } from '../../../../lib/stores/registrations.ts'
import { createRemovals } from '../../../../lib/stores/removals.ts'
import { createStatusStore } from '../../../../lib/stores/statuses.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const rows = 40

/** An account with records in every table, and another one. `patience`: how long the clock stands still, in readings. */
async function world({ patience = Number.POSITIVE_INFINITY } = {}) {
  const [account, other]: [string, string] = [randomUUID(), randomUUID()]
  const tables = {
    registrations: newTable(),
    registrants: newTable(),
    statuses: newTable(),
    webinars: newTable(),
    cursors: newTable(),
    ledger: newTable(),
  }
  const clock = { at: Date.now(), readings: 0, patience }
  const now = () => {
    clock.readings += 1
    if (clock.readings > clock.patience) clock.at += 2 * minute
    return new Date(clock.at)
  }
  const messages: string[] = []
  const kept = new Set([account])
  const services = {
    now,
    registrationStore: createRegistrationStore(tables.registrations.table, tables.registrants.table, now),
    statusStore: createStatusStore(tables.statuses.table),
    attendanceStore: createAttendanceStore(tables.webinars.table),
    ledgerStore: createLedgerStore(tables.ledger.table),
    removals: createRemovals(tables.cursors.table),
    auditTrail: createAuditTrail(newTable().table),
    pendingCredentials: { remove: async () => false, of: async () => undefined },
    credentialStore: {
      remove: async (id: string) => kept.delete(id),
      forgetRemoval: async () => undefined,
      configuration: async (id: string) => (kept.has(id) ? { id } : undefined),
    },
    registrantKeys: { remove: async () => true },
    cursors: { dropCursor: async () => undefined },
    crm: { showFoundWebinars: async () => ({ written: 0, deleted: 0 }) },
    evictAccount: () => undefined,
    eraseFurther: async (id: string) => void messages.push(id),
  } as unknown as Services
  const put = async (configuration: string) => {
    for (let n = 0; n < rows; n += 1) {
      await tables.registrations.table.put(randomUUID(), 'place', { configuration })
      await tables.registrants.table.put(`${configuration}_5`, String(n), { configuration })
      await tables.statuses.table.put(randomUUID(), 'registration', { configuration })
    }
    const webinar = `event_${randomUUID()}`
    for (const row of ['pull', 'runs-as', 'audit']) await tables.webinars.table.put(webinar, row, { configuration })
    await tables.webinars.table.put(configuration, `owner_${randomUUID()}`, { configuration })
    await tables.ledger.table.put('counted', webinar, { configuration })
    await tables.ledger.table.put(configuration, `2026-05-12_${webinar}`, { configuration })
  }
  await put(account)
  await put(other)
  clock.at = Date.now() + 1
  const left = async (configuration: string) => {
    const counts: Record<string, number> = {}
    for (const [name, { client }] of Object.entries(tables)) {
      if (name === 'cursors') continue
      const all = await Array.fromAsync(client.listEntities<{ configuration: string }>())
      counts[name] = all.filter((row) => row.configuration === configuration).length
    }
    return counts
  }
  return { account, other, services, clock, messages, kept, put, left, tables }
}
const all = { registrations: rows, registrants: rows, statuses: rows, webinars: 4, ledger: 2 }
const none = { registrations: 0, registrants: 0, statuses: 0, webinars: 0, ledger: 0 }

test('a removal of little is done at once, in every table, and costs no other account', async () => {
  const { account, other, services, messages, left } = await world()
  const receipt = await eraseConfiguration(account, { by: 'key' }, services)
  expect(receipt).toEqual({
    id: account,
    removedAt: expect.any(String),
    erased: { credentials: 1, registrations: rows, webinars: 1 },
  })
  expect([messages, await left(account), await left(other)]).toEqual([[], none, all])
})

test('a removal of much answers at once, and messages end it and its receipt', async () => {
  const { account, services, clock, messages, left } = await world({ patience: 2 })
  const receipt = await eraseConfiguration(account, { by: 'key' }, services)
  expect(receipt).toMatchObject({ erased: { credentials: 1, registrations: 0, webinars: 0 }, erasing: true })
  expect(await viewRemoval(account, services)).toEqual(receipt)
  let steps = 0
  while (messages.length > 0) {
    expect(messages.splice(0)).toEqual([account])
    // Each message ends after a page.
    clock.patience = clock.readings + 1
    await continueErasure(account, services)
    steps += 1
  }
  expect(steps).toBeGreaterThan(2)
  expect(await left(account)).toEqual(none)
  const { removedAt } = receipt
  const erased = { credentials: 1, registrations: rows, webinars: 1 }
  expect(await viewRemoval(account, services)).toEqual({ id: account, removedAt, erased })
})

test('a removal that settled is done once more, for what calls under way wrote', async () => {
  const { account, services, clock, messages, put, left } = await world()
  await eraseConfiguration(account, { by: 'key' }, services)
  await put(account)
  expect(await enqueueErasures(services)).toBe(0)
  clock.at += 40 * minute
  expect(await enqueueErasures(services)).toBe(1)
  expect(messages.splice(0)).toEqual([account])
  expect(await continueErasure(account, services)).toBe('ended')
  expect(await left(account)).toEqual(none)
  expect(await viewRemoval(account, services)).toMatchObject({ erased: { registrations: rows } })
  expect(await enqueueErasures(services)).toBe(0)
  expect(await continueErasure(account, services)).toBe('nothing')
})

test('records of credentials that were given again meanwhile stay', async () => {
  const { account, services, clock, messages, kept, put, left } = await world({ patience: 2 })
  await eraseConfiguration(account, { by: 'key' }, services)
  clock.patience = Number.POSITIVE_INFINITY
  kept.add(account)
  await put(account)
  await continueErasure(messages.pop() ?? '', services)
  expect(await left(account)).toEqual(all)
  clock.at += 40 * minute
  expect(await enqueueErasures(services)).toBe(0)
  expect(await left(account)).toEqual(all)
})

test('a removal whose message was lost is taken up by the sweep', async () => {
  const { account, services, clock, messages, left } = await world({ patience: 2 })
  await eraseConfiguration(account, { by: 'key' }, services)
  messages.pop()
  clock.patience = Number.POSITIVE_INFINITY
  clock.at += 40 * minute
  expect(await enqueueErasures(services)).toBe(1)
  expect(await continueErasure(messages.pop() ?? '', services)).toBe('settling')
  expect(await left(account)).toEqual(none)
})

test('of two workers at the same removal one leaves it to the other', async () => {
  const { account, services, clock } = await world({ patience: 2 })
  await eraseConfiguration(account, { by: 'key' }, services)
  clock.patience = Number.POSITIVE_INFINITY
  const both = await Promise.all([continueErasure(account, services), continueErasure(account, services)])
  expect(both.toSorted()).toEqual(['left to another', 'settling'])
})

test('a removal of the first edition is done once more, and then over', async () => {
  const { account, services, kept, tables, left } = await world()
  kept.clear()
  await tables.cursors.table.put('removal', account, { at: new Date(Date.now() - 40 * minute) })
  expect(await enqueueErasures(services)).toBe(1)
  expect(await continueErasure(account, services)).toBe('ended')
  expect(await left(account)).toEqual(none)
})
