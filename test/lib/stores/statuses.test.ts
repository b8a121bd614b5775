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
const nothing = async () => {}

test('what was written is known until it is forgotten, one record a subject', async () => {
  const id = randomUUID()
  expect(await store.written('webinar', id)).toBeUndefined()
  await store.write('webinar', id, undefined, ready, nothing)
  expect(await store.written('webinar', id)).toMatchObject(ready)
  expect(await store.written('registration', id)).toBeUndefined()
  await store.note('registration', id, attention)
  expect(await store.written('registration', id)).toMatchObject(attention)
  await store.forget('webinar', id)
  expect(await store.written('webinar', id)).toBeUndefined()
})

test('what may or may not have been written is unknown', async () => {
  const id = randomUUID()
  await store.write('webinar', id, undefined, ready, nothing)
  const before = await store.written('webinar', id)
  const lost = store.write('webinar', id, before, attention, () => Promise.reject(new Error('cut')))
  await expect(lost).rejects.toThrow('cut')
  expect(await store.written('webinar', id)).toMatchObject({ code: '', hash: '' })
})

test('of two who write at the same time one has to come back', async () => {
  const id = randomUUID()
  await store.write('webinar', id, undefined, ready, nothing)
  const before = await store.written('webinar', id)
  await store.write('webinar', id, before, attention, nothing)
  await expect(store.write('webinar', id, before, ready, nothing)).rejects.toThrow(ConflictError)
  const current = await store.written('webinar', id)
  const slow = store.write('webinar', id, current, ready, async () => {
    await store.write('webinar', id, await store.written('webinar', id), attention, nothing)
  })
  await expect(slow).rejects.toThrow(ConflictError)
  expect(await store.written('webinar', id)).toMatchObject(attention)
})
