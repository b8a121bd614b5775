import { expect, test } from 'vitest'
import { ConflictError, RefusedError } from '../../../lib/core/errors.ts'
import { refusedHash, registrantKey } from '../../../lib/rules/registrations/registrant-key.ts'
import { createRegistrationStore, type RegistrationRecord } from '../../../lib/stores/registrations.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable } = freshStorage()

function newMemory(clock = { now: new Date('2026-05-12T16:00:00Z') }) {
  const [places, seats] = [newTable(), newTable()]
  const memory = createRegistrationStore(places.table, seats.table, () => clock.now)
  return { ...memory, clock, places: places.client, seats: seats.client }
}
type Memory = ReturnType<typeof newMemory>

const place = (configuration: string, email = 'ada@example.test'): RegistrationRecord => ({
  ...registrantKey(configuration, '5000001', email),
  ...{ kind: 'session', webinarRow: 'row', version: 'W/"1"' },
})
const next = { state: 'registered', fingerprint: 'print' } as const
const tell = async (memory: Memory, seat: RegistrationRecord, act = async () => ({ providerId: '700' })) =>
  memory.tell(seat, await memory.told(seat), next, act)

test('a registration is found where it was last taken, until it is forgotten', async () => {
  const memory = newMemory()
  expect(await memory.place('a')).toBeUndefined()
  await memory.setPlace('a', place('one'), undefined)
  await memory.setPlace('a', place('two'), await memory.place('a'))
  await memory.setVersion('a', 'W/"2"')
  expect(await memory.place('a')).toMatchObject({ ...place('two'), version: 'W/"2"' })
  const kept = await memory.place('a')
  if (kept) await memory.forget('a', kept)
  expect(await memory.place('a')).toBeUndefined()
})

test('a registration that another worker took somewhere meanwhile is not forgotten', async () => {
  const memory = newMemory()
  await memory.setPlace('a', place('one'), undefined)
  const kept = await memory.place('a')
  await memory.setPlace('a', place('two'), kept)
  await expect(kept && memory.forget('a', kept)).rejects.toThrow(ConflictError)
  expect(await memory.place('a')).toMatchObject(place('two'))
})

test('who read a seat before it was overtaken tells the provider nothing', async () => {
  const memory = newMemory()
  const early = await memory.told(place('one'))
  await memory.overtake(place('one'), await memory.told(place('one')))
  await expect(memory.tell(place('one'), early, next, async () => ({ providerId: '701' }))).rejects.toThrow(
    ConflictError,
  )
})

test('of two workers that take one registration somewhere, the second loses', async () => {
  const memory = newMemory()
  await memory.setPlace('a', place('one'), undefined)
  await expect(memory.setPlace('a', place('two'), undefined)).rejects.toThrow(ConflictError)
  expect(await memory.place('a')).toMatchObject(place('one'))
})

test('what was told of a seat is known by the address, whatever its case, and by nobody else', async () => {
  const memory = newMemory()
  expect(await tell(memory, place('one'))).toBe('700')
  expect(await memory.told(place('one', ' ADA@example.test'))).toMatchObject({ ...next, providerId: '700' })
  const nothing = { fingerprint: '', etag: 'new' }
  expect(await memory.told(place('one', 'bob@example.test'))).toMatchObject(nothing)
  expect(await memory.told(place('two'))).toMatchObject(nothing)
  expect(await memory.told({ ...place('one'), webinarId: '5000002' })).toMatchObject(nothing)
})

test('while one worker speaks of a seat, nobody else can, and who read it before has lost', async () => {
  const memory = newMemory()
  const early = await memory.told(place('one'))
  await tell(memory, place('one'), async () => {
    await expect(memory.told(place('one'))).rejects.toThrow(ConflictError)
    return { providerId: '700' }
  })
  await expect(memory.tell(place('one'), early, next, async () => ({ providerId: '701' }))).rejects.toThrow(
    ConflictError,
  )
  expect(await memory.told(place('one'))).toMatchObject({ providerId: '700' })
})

test('the claim of a worker that died runs out, and its seat counts as told nothing', async () => {
  const memory = newMemory()
  await tell(memory, place('one'))
  const told = await memory.told(place('one'))
  void memory.tell(place('one'), told, { state: 'cancelled', fingerprint: 'x' }, () => new Promise(() => {}))
  await expect.poll(() => memory.told(place('one')).catch(() => 'claimed')).toBe('claimed')
  memory.clock.now = new Date('2026-05-12T16:02:00Z')
  // The calls may still be on their way.
  await expect(memory.told(place('one'))).rejects.toThrow(ConflictError)
  memory.clock.now = new Date('2026-05-12T16:03:00Z')
  // It may have been cancelled before the end, so whoever registers next restores.
  expect(await memory.told(place('one'))).toMatchObject({ state: 'cancelled', fingerprint: '', providerId: '700' })
})

test('a failure frees the seat at once; what was refused is remembered', async () => {
  const memory = newMemory()
  await expect(tell(memory, place('one'), () => Promise.reject(new Error('out')))).rejects.toThrow('out')
  expect(await memory.told(place('one'))).toMatchObject({ fingerprint: '' })
  await expect(
    tell(memory, place('one'), () => Promise.reject(new RefusedError({ code: 'as_written', text: 'No.' }))),
  ).rejects.toThrow(RefusedError)
  expect(await memory.told(place('one'))).toMatchObject({ fingerprint: refusedHash('print') })
})

test('a doubt makes the next message tell again, but never undoes what was told since the list was read', async () => {
  const memory = newMemory()
  const seat = place('one')
  const read = async () => (await memory.seatsOf(seat)).get(seat.address)
  await tell(memory, seat)
  const early = await read()
  await memory.tell(seat, await memory.told(seat), { state: 'cancelled', fingerprint: 'x' }, async () => ({
    providerId: '700',
  }))
  expect(early && (await memory.doubt(seat, early, 'registered'))).toBe(false)
  expect(await memory.told(seat)).toMatchObject({ state: 'cancelled', fingerprint: 'x' })
  const late = await read()
  expect(late && (await memory.doubt(seat, late, 'cancelled'))).toBe(true)
  expect(await memory.told(seat)).toMatchObject({ state: 'cancelled', fingerprint: '' })
})

test('no address is kept', async () => {
  const memory = newMemory()
  await memory.setPlace('a', place('one'), undefined)
  await tell(memory, place('one'))
  for (const client of [memory.places, memory.seats]) {
    expect(JSON.stringify(await Array.fromAsync(client.listEntities()))).not.toMatch(/ada|example/i)
  }
})

test('forgetting an account tells how many registrations were known, erases their seats too, and spares others', async () => {
  const memory = newMemory()
  for (const id of ['a', 'b', 'c']) await memory.setPlace(id, place('one', `${id}@example.test`), undefined)
  await tell(memory, place('one'))
  await memory.setPlace('d', place('two'), undefined)
  await tell(memory, place('two'))
  expect(await memory.forgetConfiguration('one')).toBe(3)
  expect(await memory.told(place('one'))).toMatchObject({ etag: 'new' })
  expect(await memory.place('a')).toBeUndefined()
  expect(await memory.place('d')).toMatchObject(place('two'))
  expect(await memory.told(place('two'))).toMatchObject(next)
})

test('an account erased while a worker speaks stays erased', async () => {
  const memory = newMemory()
  const telling = tell(memory, place('one'), async () => {
    await memory.forgetConfiguration('one')
    return { providerId: '700' }
  })
  await expect(telling).rejects.toThrow(ConflictError)
  expect(await memory.told(place('one'))).toMatchObject({ etag: 'new' })
})
