import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import { QuotaReachedError, RefusedError, UnfinishedError } from '../../../../lib/core/errors.ts'
import { day, hour, minute } from '../../../../lib/core/time.ts'
import { pullAttendance } from '../../../../lib/flows/attendance/pull.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'
import { inMemoryAttendance } from '../../../harness/in-memory-attendance.ts'

const { newTable } = freshStorage()
const newWorld = (attendees: number) => inMemoryAttendance(newTable().table, attendees)
type World = ReturnType<typeof newWorld>

const read = ({ row, services }: World, isOrdered?: boolean) => pullAttendance(row, services, isOrdered)
const pass = (world: World, time: number) => {
  world.clock.now = new Date(world.clock.now.getTime() + time)
}
const busy = new QuotaReachedError({ code: 'asked_to_wait', system: 'Dataverse' }, { retryAfter: 300 })

/** A busy machine takes its time. */
const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 })

/** Lets everything go on that waits for nothing but its turn. */
async function settle() {
  for (let at = 0; at < 50; at += 1) await setImmediate()
}

/** Holds every write up until it is let go; how many are under way. */
function held(world: World) {
  const gate = Promise.withResolvers<void>()
  onTestFinished(() => gate.resolve())
  const writes = { now: 0, most: 0, release: gate.resolve }
  world.hooks.write = async () => {
    writes.now += 1
    writes.most = Math.max(writes.most, writes.now)
    await gate.promise
    writes.now -= 1
  }
  return writes
}

describe('rows of a large webinar', () => {
  test('are written in eight sets of 500 at a time, once both lists were read', async () => {
    const world = newWorld(6000)
    const writes = held(world)
    const reading = read(world)
    await eventually(() => writes.now).toBe(8)
    await settle()
    expect(writes.now).toBe(8)
    writes.release()
    expect(await reading).toEqual({ attendees: 6000, matched: 6000, written: 6000, unmatched: 0 })
    expect(writes.most).toBe(8)
    expect(world.calls.filter((call) => call.startsWith('write'))).toEqual(Array(12).fill('write'))
  })

  test('of a small webinar wait for eight sets of a large one at most', async () => {
    const [large, small] = [newWorld(6000), newWorld(500)]
    const writes = held(large)
    const before = new Promise<number>((resolve) => {
      small.hooks.write = async () => resolve(large.written.length)
    })
    const readings = [read(large)]
    await eventually(() => writes.now).toBe(8)
    readings.push(read(small))
    await eventually(() => small.calls).toContain('check-ins')
    await settle()
    expect(small.calls).not.toContain('write')
    writes.release()
    expect(await before).toBeLessThanOrEqual(4000)
    expect(await Promise.all(readings)).toMatchObject([{ written: 6000 }, { written: 500 }])
  })

  test('that stand are not written again after a write that Dataverse put off', async () => {
    const world = newWorld(6000)
    const gate = Promise.withResolvers<void>()
    let begun = 0
    world.hooks.write = async () => {
      begun += 1
      if (begun === 3) throw busy
      await gate.promise
    }
    let hasEnded = false
    const reading = read(world).finally(() => {
      hasEnded = true
    })
    reading.catch(() => undefined)
    await eventually(() => begun).toBe(8)
    await settle()
    expect([begun, hasEnded]).toEqual([8, false])
    gate.resolve()
    await expect(reading).rejects.toBe(busy)
    expect(world.written).toHaveLength(3500)

    world.hooks.write = async () => undefined
    expect(await read(world)).toMatchObject({ matched: 6000, written: 2500 })
    expect(new Set(world.written).size).toBe(world.written.length)
  })

  test('that need more time than a reading has come with the next ones, none of them twice', async () => {
    const world = newWorld(10_000)
    world.hooks.write = async () => pass(world, minute)
    const rest: unknown[] = []
    for (;;) {
      const counts = await read(world).catch((error: unknown) => error)
      if (!(counts instanceof UnfinishedError)) {
        expect(counts).toMatchObject({ attendees: 10_000, matched: 10_000 })
        break
      }
      rest.push(world.written.length)
      expect(await world.pull()).toBeUndefined()
    }
    expect(rest.length).toBeGreaterThan(0)
    expect(rest).toEqual([...new Set(rest)])
    expect(world.written).toHaveLength(10_000)
    expect(new Set(world.written).size).toBe(10_000)
  })

  test('are left by the timer to the message that brings the rest', async () => {
    const world = newWorld(10_000)
    const queued = { configuration: 'account', webinarId: world.webinar.webinarId ?? '', queuedAt: world.clock.now }
    const never = {
      asOf: undefined,
      attendees: 0,
      matched: 0,
      minutes: 0,
      countsAt: undefined,
      digest: undefined,
      fullAt: undefined,
    }
    const news = { moved: undefined, movedThen: undefined, end: undefined, liveEnd: undefined, archiveEnd: undefined }
    const record = { ...queued, ...never, ...news, refusedAt: undefined, final: false }
    await world.attendanceStore.updatePull('event', world.webinar.id, () => record)
    world.hooks.write = async () => pass(world, 5 * minute)
    await expect(read(world)).rejects.toThrow(UnfinishedError)
    expect((await world.pull())?.queuedAt).toEqual(world.clock.now)
  })

  test('are written no more once the credentials are removed', async () => {
    const world = newWorld(6000)
    let stands = true
    const { accountFor } = world.services
    world.services.accountFor = async (id) => (stands ? accountFor(id) : undefined)
    world.hooks.write = async () => {
      stands = false
    }
    expect(await read(world)).toBeUndefined()
    expect(world.written.length).toBeLessThanOrEqual(4000)
    expect(await world.pull()).toBeUndefined()
  })
})

describe('a reading after which nothing changed', () => {
  const calls = ['webinar', 'registrants', 'attendances']
  const inFull = [...calls, 'registrations', 'check-ins']

  /** The calls of another reading, of all that a world was asked. */
  async function callsOf(world: World, isOrdered?: boolean) {
    world.calls.length = 0
    const counts = await read(world, isOrdered)
    return { calls: world.calls.filter((call) => call !== 'configuration'), counts }
  }

  test('takes both lists and one call to CRM, and says what was read before', async () => {
    const world = newWorld(3)
    world.registrations.pop()
    await read(world)
    pass(world, hour)
    world.calls.length = 0
    expect(await read(world)).toEqual({ attendees: 3, matched: 2, written: 0, unmatched: 1 })
    expect(world.calls).toEqual(calls)
    expect(await world.pull()).toMatchObject({ asOf: world.clock.now, attendees: 3, matched: 2 })
    expect(await world.attendanceStore.unmatched('event', world.webinar.id)).toHaveLength(1)
  })

  test('looks into CRM again a day later, and brings back a check-in that was deleted', async () => {
    const world = newWorld(3)
    await read(world)
    world.checkIns.clear()
    pass(world, 19 * hour)
    expect(await callsOf(world)).toMatchObject({ calls })
    pass(world, hour)
    expect(await callsOf(world)).toMatchObject({ calls: [...inFull, 'write'], counts: { written: 3 } })
    pass(world, hour)
    expect(await callsOf(world)).toMatchObject({ calls })
  })

  test('looks into CRM if it is the last, or if somebody asked for it', async () => {
    const world = newWorld(1)
    await read(world)
    expect(await callsOf(world, true)).toMatchObject({ calls: inFull })
    pass(world, 366 * day)
    await read(world)
    expect(await callsOf(world)).toMatchObject({ calls: inFull })
    expect(await world.pull()).toMatchObject({ final: true })
  })

  test('is no reading if the credentials were removed meanwhile', async () => {
    const world = newWorld(1)
    await read(world)
    const { accountFor } = world.services
    let asked = 0
    world.services.accountFor = async (id) => {
      asked += 1
      return asked === 1 ? accountFor(id) : undefined
    }
    pass(world, hour)
    expect(await read(world)).toBeUndefined()
    expect((await world.pull())?.asOf).not.toEqual(world.clock.now)
  })

  test.for([
    ['an attendee stayed longer', ({ attendances: [ada] }: World) => ada && Object.assign(ada.metrics, { minutes: 2 })],
    ['somebody was registered', ({ registrants }: World) => registrants.pop()],
    ['the row runs for another event', ({ webinar }: World) => Object.assign(webinar, { eventId: 'other' })],
  ] as const)('reads all of it if %s', async ([, change]) => {
    const world = newWorld(2)
    await read(world)
    change(world)
    expect((await callsOf(world)).calls).toEqual(expect.arrayContaining(inFull))
  })

  test('tries a row that Dataverse refused again', async () => {
    const world = newWorld(2)
    world.hooks.write = async (rows) => {
      if (rows.length > 1 || rows[0]?.eventRegistrationId === 'registration 1')
        throw new RefusedError({ code: 'dataverse_refused', said: 'no' })
    }
    expect(await read(world)).toMatchObject({ written: 1, unmatched: 1 })
    world.hooks.write = async () => undefined
    expect(await callsOf(world)).toMatchObject({ counts: { written: 1, unmatched: 0 } })
  })
})

test('of five webinars four are read at a time', async () => {
  const worlds = Array.from({ length: 5 }, () => newWorld(1))
  const writes = worlds.map(held)
  const readings = worlds.map((world) => read(world))
  await eventually(() => writes.map(({ now }) => now)).toEqual([1, 1, 1, 1, 0])
  await settle()
  expect(worlds[4]?.calls).toEqual([])
  for (const { release } of writes) release()
  expect(await Promise.all(readings)).toMatchObject(Array(5).fill({ written: 1 }))
})

test('other work gets its turn while a large webinar is compared', async () => {
  const world = newWorld(20_000)
  const { checkInsOf } = world.services.crm
  let turns = 0
  let isOver = false
  world.services.crm.checkInsOf = (...where) => {
    turns = 0
    return checkInsOf(...where)
  }
  const between = new Promise<number>((resolve) => {
    world.hooks.write = async () => {
      isOver = true
      resolve(turns)
    }
  })
  const reading = read(world)
  while (!isOver) {
    await setImmediate()
    turns += 1
  }
  expect(await between).toBeGreaterThanOrEqual(20)
  await reading
})
