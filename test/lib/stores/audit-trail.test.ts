import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { ConflictError } from '../../../lib/core/errors.ts'
import { hour } from '../../../lib/core/time.ts'
import { type AuditRecord, createAuditTrail } from '../../../lib/stores/audit-trail.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()
const noon = new Date('2026-05-12T12:00:00Z')
const after = (hours: number) => new Date(noon.getTime() + hours * hour)
const account = randomUUID()

function aRecord(facts: Partial<AuditRecord> = {}): Omit<AuditRecord, 'id'> {
  const actor = { by: 'user', id: randomUUID() } as const
  const at = { act: randomUUID(), at: noon, outcome: 'ordered' } as const
  return { action: 'credentials_entered', actor, configuration: account, ...at, ...facts }
}

test('a record comes back as it was added, with its place', async () => {
  const trail = createAuditTrail(newTable().table)
  const facts = { clientId: '2', formerClientId: '1', deleteCancelledWebinars: true, subject: 'all', run: randomUUID() }
  const end = { outcome: 'done', code: 'healthy', counts: { credentials: 1, registrations: 2 } } as const
  for (const record of [aRecord({ ...facts, ...end, at: after(1) }), aRecord({ actor: { by: 'key' } })]) {
    const added = await trail.add(record)
    expect(added).toEqual({ ...record, id: expect.stringContaining(record.act) })
    const { records } = await trail.page({ since: record.at, until: record.at }, 10)
    expect(records).toEqual([added])
  }
})

test('the newest come first, within times, of an account or an action, and in pages', async () => {
  const trail = createAuditTrail(newTable().table)
  for (const hours of [1, 0, 3, 2]) {
    const action = hours === 3 ? 'credentials_checked' : 'credentials_removed'
    await trail.add(aRecord({ at: after(hours), configuration: hours === 2 ? randomUUID() : account, action }))
  }
  const hours = async (...[filter, size = 10, from]: Parameters<typeof trail.page> | [object]) => {
    const page = await trail.page(filter, size, from)
    return page.records.map(({ at }) => (at.getTime() - noon.getTime()) / hour)
  }
  expect(await hours({})).toEqual([3, 2, 1, 0])
  expect(await hours({ since: after(1), until: after(2) })).toEqual([2, 1])
  expect(await hours({ since: new Date('0001-01-01'), until: new Date('9999-12-31') })).toEqual([3, 2, 1, 0])
  expect(await hours({ since: new Date('9999-12-31') })).toEqual([])
  expect(await hours({ until: new Date('0001-01-01') })).toEqual([])
  expect(await hours({ configuration: account })).toEqual([3, 1, 0])
  expect(await hours({ action: 'credentials_removed', configuration: account })).toEqual([1, 0])
  const { next } = await trail.page({}, 3)
  expect(await hours({}, 3, next)).toEqual([0])
  expect((await trail.page({}, 4)).next).toBeUndefined()
})

test('nothing writes over a record: not its end, and not the same one again', async () => {
  const { client, table } = newTable()
  const trail = createAuditTrail(table)
  const order = aRecord()
  const first = await trail.add(order)
  await trail.add({ ...order, outcome: 'done' })
  await expect(trail.add({ ...order, clientId: 'another' })).rejects.toThrow(ConflictError)
  expect((await trail.page({}, 10)).records).toContainEqual(first)
  expect(await Array.fromAsync(client.listEntities())).toHaveLength(2)
})

test('the client that was last in force is told, also after its removal', async () => {
  const trail = createAuditTrail(newTable().table)
  const add = (hours: number, facts: Partial<AuditRecord>) =>
    trail.add(aRecord({ at: after(hours), outcome: 'done', ...facts }))
  expect(await trail.lastClient(account)).toBeUndefined()
  await add(0, { clientId: '1' })
  await add(1, { action: 'credentials_changed', clientId: '3', formerClientId: '1', outcome: 'refused' })
  await add(2, { action: 'credentials_changed', clientId: '9', configuration: randomUUID() })
  expect(await trail.lastClient(account)).toBe('1')
  await add(3, { action: 'credentials_changed', clientId: '2', formerClientId: '1' })
  await add(4, { action: 'credentials_removed', formerClientId: '2' })
  expect(await trail.lastClient(account)).toBe('2')
})

test('the last typing into a row is found, and no order of another kind', async () => {
  const trail = createAuditTrail(newTable().table)
  const typist = { by: 'dynamics', id: randomUUID() } as const
  expect(await trail.lastTyping(account)).toBeUndefined()
  const typed = await trail.add(aRecord({ actor: typist }))
  await trail.add(aRecord({ at: after(1) }))
  await trail.add(aRecord({ at: after(2), actor: typist, action: 'credentials_removed' }))
  await trail.add(aRecord({ at: after(3), actor: typist, configuration: randomUUID() }))
  expect(await trail.lastTyping(account)).toEqual(typed)
})
