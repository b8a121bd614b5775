import type { Services } from '../../services.ts'
import { checkInLive } from './check-in-live.ts'
import { enqueueDueWebinars } from './queue-due.ts'

/**
 * Looks for attendance: queues what is due, and checks people in whose webinars run. Neither waits for the other.
 * @returns how many webinars were queued, and how many people checked in. Throws the first error once both are over
 */
export async function lookForAttendance(services: Services): Promise<{ due: number; checkedIn: number }> {
  const live = checkInLive(services)
  // It is waited for below.
  live.catch(() => undefined)
  try {
    return { due: await enqueueDueWebinars(services), checkedIn: await live }
  } finally {
    await live.catch(() => undefined)
  }
}
