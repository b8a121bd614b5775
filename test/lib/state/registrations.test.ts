import { expect, test } from 'vitest'
import { seatOf } from '../../../lib/rules/seat.ts'
import { createRegistrationMemory, type Place, type Told } from '../../../lib/state/registrations.ts'
import { freshStorage } from './fresh-storage.ts'

const { newTable } = freshStorage()

function newMemory() {
  const [places, seats] = [newTable(), newTable()]
  return { ...createRegistrationMemory(places.table, seats.table), places: places.client, seats: seats.client }
}

const place = (configuration: string, email = 'ada@example.test'): Place => ({
  ...seatOf(configuration, '5000001', email),
  ...{ kind: 'session', webinarRow: 'row' },
})
const told: Told = {
  ...{ state: 'registered', fingerprint: 'print', providerId: '700', at: new Date('2026-05-12T16:00:00Z') },
}

test('a registration is found where it was last taken, until it is forgotten', async () => {
  const memory = newMemory()
  expect(await memory.place('a')).toBeUndefined()
  await memory.setPlace('a', place('one'))
  await memory.setPlace('a', place('two'))
  expect(await memory.place('a')).toMatchObject(place('two'))
  await memory.forget('a')
  await memory.forget('a')
  expect(await memory.place('a')).toBeUndefined()
})

test('what was told of a seat is known by the address, whatever its case, and by nobody else', async () => {
  const memory = newMemory()
  await memory.tell(place('one'), told)
  expect(await memory.told(place('one', ' ADA@example.test'))).toMatchObject(told)
  expect(await memory.told(place('one', 'bob@example.test'))).toBeUndefined()
  expect(await memory.told(place('two'))).toBeUndefined()
  expect(await memory.told({ ...place('one'), webinarId: '5000002' })).toBeUndefined()
})

test('no address is kept', async () => {
  const memory = newMemory()
  await memory.setPlace('a', place('one'))
  await memory.tell(place('one'), told)
  for (const client of [memory.places, memory.seats]) {
    expect(JSON.stringify(await Array.fromAsync(client.listEntities()))).not.toMatch(/ada|example/i)
  }
})

test('forgetting an account tells how many registrations were known, erases their seats too, and spares others', async () => {
  const memory = newMemory()
  for (const id of ['a', 'b', 'c']) await memory.setPlace(id, place('one', `${id}@example.test`))
  await memory.tell(place('one'), told)
  await memory.setPlace('d', place('two'))
  await memory.tell(place('two'), told)
  expect(await memory.forgetConfiguration('one')).toBe(3)
  expect(await memory.told(place('one'))).toBeUndefined()
  expect(await memory.place('a')).toBeUndefined()
  expect(await memory.place('d')).toMatchObject(place('two'))
  expect(await memory.told(place('two'))).toMatchObject(told)
})
