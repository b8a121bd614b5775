import { expect, test } from 'vitest'
import { minute } from '../../../../lib/core/time.ts'
import { pullAttendance } from '../../../../lib/flows/attendance/pull.ts'
import { enqueueDueWebinars } from '../../../../lib/flows/attendance/queue-due.ts'
import { freshStorage } from '../../../harness/fresh-storage.ts'
import { inMemoryAttendance } from '../../../harness/in-memory-attendance.ts'

const { newTable } = freshStorage()

test('the timer undoes no reading that ended while it looked', async () => {
  const world = inMemoryAttendance(newTable().table, 1)
  const { attendanceStore, webinar, services } = world
  expect(await enqueueDueWebinars(services)).toBe(1)
  world.clock.now = new Date(world.clock.now.getTime() + 31 * minute)
  const { pulls } = attendanceStore
  const looking: typeof attendanceStore = {
    ...attendanceStore,
    async pulls() {
      const listed = await pulls()
      await pullAttendance(world.row, services)
      return listed
    },
  }
  expect(await enqueueDueWebinars({ ...services, attendanceStore: looking })).toBe(0)
  expect(await world.pull()).toMatchObject({ webinarId: webinar.webinarId, asOf: world.clock.now, attendees: 1 })
})

test('a move of the audience that the timer sees during a reading is read the next time', async () => {
  const world = inMemoryAttendance(newTable().table, 1)
  await enqueueDueWebinars(world.services)
  const moved = new Date('2026-05-12T17:59:00Z')
  world.hooks.write = () =>
    world.attendanceStore.updatePull('event', world.webinar.id, (known) => known && { ...known, moved })
  await pullAttendance(world.row, world.services)
  const known = await world.pull()
  expect([known?.attendees, known?.moved, known?.movedThen]).toEqual([1, moved, undefined])
})
