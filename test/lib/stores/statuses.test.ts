import { randomUUID } from 'node:crypto'
import { TableClient } from '@azure/data-tables'
import { type Storage, startStorage } from '@webinar-connector/azure-emulators/storage'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConflictError } from '../../../lib/core/errors.ts'
import { createTable } from '../../../lib/core/table.ts'
import { createStatusStore, type StatusStore } from '../../../lib/stores/statuses.ts'

let storage: Storage
let store: StatusStore
beforeAll(async () => {
  storage = await startStorage()
  const options = { allowInsecureConnection: true, retryOptions: { maxRetries: 0 } }
  store = createStatusStore(
    createTable(TableClient.fromConnectionString(storage.connectionString, 'statuses', options)),
  )
})
afterAll(() => storage.stop())

const ready = { code: 'status_ready', hash: 'a' }
const attention = { code: 'status_attention', hash: 'b' }
const nothing = async () => undefined

test('what was written is known until it is forgotten, one record a subject', async () => {
  const id = randomUUID()
  expect(await store.written('webinar', id)).toBeUndefined()
  await store.write('webinar', id, 'account', undefined, ready, nothing)
  expect(await store.written('webinar', id)).toMatchObject(ready)
  expect(await store.written('registration', id)).toBeUndefined()
  await store.note('registration', id, 'account', attention)
  expect(await store.written('registration', id)).toMatchObject(attention)
  await store.forget('webinar', id)
  expect(await store.written('webinar', id)).toBeUndefined()
})

test('what may or may not have been written is unknown', async () => {
  const id = randomUUID()
  await store.write('webinar', id, 'account', undefined, ready, nothing)
  const before = await store.written('webinar', id)
  const lost = store.write('webinar', id, 'account', before, attention, () => Promise.reject(new Error('cut')))
  await expect(lost).rejects.toThrow('cut')
  expect(await store.written('webinar', id)).toMatchObject({ code: '', hash: '' })
})

test('of two who write at the same time one has to come back', async () => {
  const id = randomUUID()
  await store.write('webinar', id, 'account', undefined, ready, nothing)
  const before = await store.written('webinar', id)
  await store.write('webinar', id, 'account', before, attention, nothing)
  await expect(store.write('webinar', id, 'account', before, ready, nothing)).rejects.toThrow(ConflictError)
  const current = await store.written('webinar', id)
  const slow = store.write('webinar', id, 'account', current, ready, async () => {
    await store.write('webinar', id, 'account', await store.written('webinar', id), attention, nothing)
    return undefined
  })
  await expect(slow).rejects.toThrow(ConflictError)
  expect(await store.written('webinar', id)).toMatchObject(attention)
})

test('an account that is removed leaves nothing, and others keep what they have', async () => {
  const [theirs, other] = [randomUUID(), randomUUID()]
  await store.note('registration', theirs, 'removed', attention)
  await store.note('registration', other, 'kept', attention)
  await store.erase({ configuration: 'removed', before: undefined })
  expect(await store.written('registration', theirs)).toBeUndefined()
  expect(await store.written('registration', other)).toMatchObject(attention)
})
