import { expect, test } from 'vitest'
import { ConflictError, RefusedError } from '../../../lib/core/errors.ts'
import { createRegistrantCipher } from '../../../lib/credentials/registrant-cipher.ts'
import { createRegistrationStore, type RegistrationRecord } from '../../../lib/stores/registrations.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()

function newStore(clock = { now: new Date('2026-05-12T16:00:00Z') }) {
  const [records, registrants] = [newTable(), newTable()]
  const store = createRegistrationStore(records.table, registrants.table, () => clock.now)
  return { ...store, clock, records: records.client, registrants: registrants.client }
}
type Store = ReturnType<typeof newStore>

const webinarId = '5000001'
const cipherOf = (configuration: string) => createRegistrantCipher(configuration, new Uint8Array(32))
const keyOf = (configuration: string, email = 'ada@example.test') => cipherOf(configuration).keyOf(webinarId, email)
function recordOf(configuration: string, email = 'ada@example.test'): RegistrationRecord {
  const { firstEditionHash, ...key } = keyOf(configuration, email)
  const sealedEmail = cipherOf(configuration).seal(email, 'a')
  return {
    ...key,
    kind: 'session',
    webinarRow: 'row',
    sealedEmail,
    leaving: [],
    releasedProviderId: '',
  }
}
function assignmentOf(configuration: string) {
  const { leaving, releasedProviderId, ...assignment } = recordOf(configuration)
  return { ...assignment, contact: '' }
}
const next = { state: 'registered', hash: 'hash' } as const
const registered = { state: 'registered', appliedHash: 'hash', providerId: '700' }
const apply = async (store: Store, key = keyOf('one'), call = async () => ({ providerId: '700' })) =>
  store.apply(key, await store.readApplied(key), next, call)

test('a record is read as it was last written, until it is forgotten', async () => {
  const store = newStore()
  expect(await store.record('a')).toBeUndefined()
  await store.assign('a', recordOf('one'), undefined)
  const moved = { ...recordOf('two'), leaving: [assignmentOf('one')], releasedProviderId: '700' }
  await store.assign('a', moved, await store.record('a'))
  const record = await store.record('a')
  expect(record).toMatchObject(moved)
  if (record) await store.forget('a', record)
  expect(await store.record('a')).toBeUndefined()
})

test('a record names each registrant that is still to be released, one alone in the form of the first release', async () => {
  const store = newStore()
  const kept = async () => (await store.records.getEntity<{ leaving?: string }>('a', 'place')).leaving ?? ''
  for (const leaving of [[assignmentOf('one')], [assignmentOf('one'), assignmentOf('three')], []]) {
    await store.assign('a', { ...recordOf('two'), leaving }, await store.record('a'))
    expect((await store.record('a'))?.leaving).toEqual(leaving)
    if (leaving.length === 1) expect(JSON.parse(await kept())).toMatchObject({ configuration: 'one' })
  }
})

test('a record that another worker wrote meanwhile is neither written nor forgotten', async () => {
  const store = newStore()
  await store.assign('a', recordOf('one'), undefined)
  const early = await store.record('a')
  await store.assign('a', recordOf('two'), early)
  await expect(store.assign('a', recordOf('three'), early)).rejects.toThrow(ConflictError)
  await expect(store.assign('a', recordOf('three'), undefined)).rejects.toThrow(ConflictError)
  await expect(early && store.forget('a', early)).rejects.toThrow(ConflictError)
  expect(await store.record('a')).toMatchObject({ configuration: 'two' })
})

test('an applied state belongs to one address of one webinar and account', async () => {
  const store = newStore()
  expect(await apply(store)).toBe('700')
  expect(await store.readApplied(keyOf('one', ' ADA@example.test'))).toMatchObject(registered)
  const nothing = { state: 'none', appliedHash: '', etag: 'new' }
  expect(await store.readApplied(keyOf('one', 'bob@example.test'))).toMatchObject(nothing)
  expect(await store.readApplied(keyOf('two'))).toMatchObject(nothing)
  expect(await store.readApplied({ ...keyOf('one'), webinarId: '5000002' })).toMatchObject(nothing)
})

test('a worker that read a state before it was fenced sends nothing', async () => {
  const store = newStore()
  const early = await store.readApplied(keyOf('one'))
  await store.fence(keyOf('one'), await store.readApplied(keyOf('one')))
  let sent = 0
  const late = store.apply(keyOf('one'), early, next, async () => ({ providerId: String(++sent) }))
  await expect(late).rejects.toThrow(ConflictError)
  expect(sent).toBe(0)
})

test('a lease keeps everybody else out, and a state read before it is stale', async () => {
  const store = newStore()
  const early = await store.readApplied(keyOf('one'))
  await apply(store, keyOf('one'), async () => {
    await expect(store.readApplied(keyOf('one'))).rejects.toThrow(ConflictError)
    return { providerId: '700' }
  })
  const late = store.apply(keyOf('one'), early, next, async () => ({ providerId: '701' }))
  await expect(late).rejects.toThrow(ConflictError)
  expect(await store.readApplied(keyOf('one'))).toMatchObject({ providerId: '700' })
})

test('the lease of a worker that died expires, and nothing counts as applied', async () => {
  const store = newStore()
  await apply(store)
  const applied = await store.readApplied(keyOf('one'))
  void store.apply(keyOf('one'), applied, { state: 'cancelled', hash: 'x' }, () => new Promise(() => {}))
  await expect.poll(() => store.readApplied(keyOf('one')).catch(() => 'leased')).toBe('leased')
  store.clock.now = new Date('2026-05-12T16:02:00Z')
  // The calls may still be on their way.
  await expect(store.readApplied(keyOf('one'))).rejects.toThrow(ConflictError)
  store.clock.now = new Date('2026-05-12T16:03:00Z')
  // It may have been cancelled before the end, so the next registration restores.
  const pending = { state: 'cancelled', appliedHash: '', providerId: '700' }
  expect(await store.readApplied(keyOf('one'))).toMatchObject(pending)
})

test('a failure ends the lease at once', async () => {
  const store = newStore()
  await expect(apply(store, keyOf('one'), () => Promise.reject(new Error('out')))).rejects.toThrow('out')
  expect(await store.readApplied(keyOf('one'))).toMatchObject({ state: 'registered', appliedHash: '' })
})

test('a refusal is remembered beside what was applied before', async () => {
  const store = newStore()
  const refuse = () => Promise.reject(new RefusedError({ code: 'email_malformed' }))
  await expect(apply(store, keyOf('one'), refuse)).rejects.toThrow(RefusedError)
  expect(await store.readApplied(keyOf('one'))).toMatchObject({ state: 'none', refusedHash: 'hash' })
  await apply(store)
  const applied = await store.readApplied(keyOf('one'))
  await expect(store.apply(keyOf('one'), applied, { ...next, hash: 'other' }, refuse)).rejects.toThrow(RefusedError)
  expect(await store.readApplied(keyOf('one'))).toMatchObject({ ...registered, refusedHash: 'other' })
})

test('an invalidation makes the next message send, and never undoes newer news', async () => {
  const store = newStore()
  const key = keyOf('one')
  const read = async () => (await store.appliedOf(key)).get(key.emailHash)
  await apply(store)
  const early = await read()
  const cancelled = { state: 'cancelled', hash: 'x' } as const
  await store.apply(key, await store.readApplied(key), cancelled, async () => ({ providerId: '700' }))
  expect(early && (await store.invalidate(key, early, 'registered'))).toBe(false)
  expect(await store.readApplied(key)).toMatchObject({ state: 'cancelled', appliedHash: 'x' })
  const late = await read()
  expect(late && (await store.invalidate(key, late, 'cancelled'))).toBe(true)
  expect(await store.readApplied(key)).toMatchObject({ state: 'cancelled', appliedHash: '' })
})

test('no address is kept in the clear', async () => {
  const store = newStore()
  await store.assign('a', { ...recordOf('one'), leaving: [assignmentOf('two'), assignmentOf('three')] }, undefined)
  await apply(store)
  for (const client of [store.records, store.registrants]) {
    expect(JSON.stringify(await Array.fromAsync(client.listEntities()))).not.toMatch(/ada@|@example/i)
  }
})

/** Rows as the first release wrote them. */
async function firstRelease(fingerprint: string, claimedUntil = new Date(0)) {
  const store = newStore()
  const { configuration, firstEditionHash } = keyOf('one')
  const row = { configuration, state: 'registered', fingerprint, providerId: '700', claimedUntil, at: new Date(0) }
  await store.registrants.createTable()
  await store.registrants.createEntity({
    partitionKey: `${configuration}_${webinarId}`,
    rowKey: firstEditionHash,
    ...row,
  })
  await store.records.createTable()
  const place = {
    configuration,
    webinarId,
    address: firstEditionHash,
    kind: 'event',
    webinarRow: 'row',
    version: 'W/"1"',
  }
  await store.records.createEntity({ partitionKey: 'a', rowKey: 'place', ...place })
  return store
}

test('a state of the first release is found under its plain hash, and moved', async () => {
  const store = await firstRelease('print')
  const state = { state: 'registered', appliedHash: 'print', providerId: '700' }
  expect(await store.readApplied(keyOf('one'))).toMatchObject(state)
  expect([...(await store.appliedOf(keyOf('one'))).keys()]).toEqual([keyOf('one').emailHash])
  expect(await store.readApplied(keyOf('one'))).toMatchObject(state)
})

test('a refusal that the first release kept is read as one, and nothing as applied', async () => {
  const store = await firstRelease('refused:print')
  expect(await store.readApplied(keyOf('one'))).toMatchObject({ appliedHash: '', refusedHash: 'print' })
})

test('a state that a worker of the first release holds is left to it', async () => {
  const store = await firstRelease('', new Date('2026-05-12T16:01:00Z'))
  await expect(store.readApplied(keyOf('one'))).rejects.toThrow(ConflictError)
})

test('a record of the first release has no address', async () => {
  const store = await firstRelease('print')
  expect(await store.record('a')).toMatchObject({ sealedEmail: '', emailHash: keyOf('one').firstEditionHash })
})

const whose = { configuration: 'one', before: undefined }

test('forgetting an account erases and counts its registrations, and spares others', async () => {
  const store = newStore()
  for (const id of ['a', 'b', 'c']) await store.assign(id, recordOf('one', `${id}@example.test`), undefined)
  await apply(store)
  await store.assign('d', recordOf('two'), undefined)
  await apply(store, keyOf('two'))
  expect(await store.eraseApplied(whose)).toMatchObject({ erased: 1 })
  expect(await store.eraseRecords(whose)).toMatchObject({ erased: 3 })
  expect(await store.readApplied(keyOf('one'))).toMatchObject({ etag: 'new' })
  expect(await store.record('a')).toBeUndefined()
  expect(await store.record('d')).toMatchObject({ configuration: 'two' })
  expect(await store.readApplied(keyOf('two'))).toMatchObject(registered)
})

test('an account erased while a worker sends stays erased', async () => {
  const store = newStore()
  const sending = apply(store, keyOf('one'), async () => {
    await store.eraseApplied(whose)
    return { providerId: '700' }
  })
  await expect(sending).rejects.toThrow(ConflictError)
  expect(await store.readApplied(keyOf('one'))).toMatchObject({ etag: 'new' })
})

test('records that were written after a removal stay', async () => {
  const store = newStore()
  await store.assign('a', recordOf('one'), undefined)
  const before = new Date(Date.now() - 60_000)
  expect(await store.eraseRecords({ ...whose, before })).toMatchObject({ erased: 0 })
  expect(await store.eraseRecords({ ...whose, before: new Date(Date.now() + 1000) })).toMatchObject({ erased: 1 })
})

test('somebody who only seems to be new is not written over', async () => {
  const store = newStore()
  const key = keyOf('one')
  await apply(store, key)
  const assumed = await store.assumeNew(key)
  await expect(store.apply(key, assumed, next, async () => expect.unreachable())).rejects.toThrow(ConflictError)
  await expect(store.fence(key, assumed)).rejects.toThrow(ConflictError)
  expect(await store.readApplied(key)).toMatchObject(registered)
})

test('a comparison changes nothing while a worker tells the provider something', async () => {
  const store = newStore()
  const key = keyOf('one')
  await apply(store, key, async () => {
    const leased = (await store.appliedOf(key)).get(key.emailHash)
    if (!leased) expect.unreachable()
    expect(await store.invalidate(key, leased, 'cancelled')).toBe(false)
    expect(await store.noteErased(key, leased)).toBe(false)
    return { providerId: '700' }
  })
  expect(await store.readApplied(key)).toMatchObject(registered)
})
