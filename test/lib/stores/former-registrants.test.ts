import { expect, test } from 'vitest'
import { ConflictError } from '../../../lib/core/errors.ts'
import type { Table } from '../../../lib/core/table.ts'
import { createFormerRegistrants, type FormerRegistrant } from '../../../lib/stores/former-registrants.ts'
import { createOutdatedRecords } from '../../../lib/stores/outdated-records.ts'
import { createRegistrationStore } from '../../../lib/stores/registrations.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()

function newStores() {
  const [{ table }, registrants] = [newTable(), newTable()]
  const records = createRegistrationStore(table, registrants.table, () => new Date())
  return { table, records, former: createFormerRegistrants(table), registrants: registrants.table }
}

const account = (configuration: string): Omit<FormerRegistrant, 'registration'> => ({
  ...{ configuration, webinarId: '5000001', emailHash: 'hash', kind: 'event', webinarRow: 'row' },
  ...{ sealedEmail: 'sealed', contact: 'c0ffee' },
})
const record = (configuration: string) => ({ ...account(configuration), leaving: [], releasedProviderId: '' })

test('a registrant that a contact was is noted once, and its marks stay', async () => {
  const { former } = newStores()
  await former.note({ ...account('one'), registration: 'a' })
  const [noted] = await former.ofContact('c0ffee')
  if (noted) await former.markGone(noted, new Date(7), 'erasure')
  await expect(former.note({ ...account('one'), registration: 'a' })).rejects.toBeInstanceOf(ConflictError)
  const [marked] = await former.inAccount('one')
  expect(marked).toMatchObject({ ...account('one'), registration: 'a', goneAt: new Date(7), erasure: 'erasure' })
  if (marked) await former.unmark(marked)
  expect(await former.all()).toMatchObject([{ erasure: '', isOrdered: false }])
  expect((await former.all())[0]?.goneAt).toBeUndefined()
})

test('an account forgets whose its records are, and keeps the records', async () => {
  const { former, records } = newStores()
  for (const [id, configuration] of [
    ['a', 'one'],
    ['b', 'two'],
  ] as const) {
    await records.assign(id, record(configuration), undefined)
    await former.note({ ...account(configuration), registration: id })
  }
  expect(await former.forgetContacts('one')).toBe(2)
  expect(await former.forgetContacts('one')).toBe(0)
  expect(await records.record('a')).toMatchObject({ sealedEmail: 'sealed', contact: '' })
  expect(await records.record('b')).toMatchObject({ contact: 'c0ffee' })
  expect(await former.all()).toMatchObject([{ configuration: 'two' }])
})

test('what is noted goes with the records of its account, or of its webinar', async () => {
  const { former, records, table, registrants } = newStores()
  for (const configuration of ['one', 'two'])
    await former.note({ ...account(configuration), registration: configuration })
  await records.eraseRecords({ configuration: 'one', before: undefined })
  expect(await former.all()).toMatchObject([{ configuration: 'two' }])
  const outdated = createOutdatedRecords({ registrations: table, registrants, statuses: registrants } as never)
  const { rows } = await outdated.registrations(new Date(Date.now() + 60_000))
  await outdated.eraseRegistrations(rows)
  expect(await former.all()).toEqual([])
})

test('where nobody is noted, many contacts cost one read', async () => {
  const { table, listed } = countedTable(newTable().table)
  const former = createFormerRegistrants(table)
  for (const contact of ['c0ffee', 'decaf', 'c0c0a']) expect(await former.ofContact(contact)).toEqual([])
  expect(listed()).toBe(1)
  await former.note({ ...account('one'), registration: 'a' })
  expect(await former.ofContact('c0ffee')).toHaveLength(1)
})

function countedTable(table: Table) {
  let lists = 0
  const list: Table['list'] = (...query) => {
    lists += 1
    return table.list(...query)
  }
  return { table: { ...table, list }, listed: () => lists }
}
