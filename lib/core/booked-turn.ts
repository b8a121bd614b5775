import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<boolean>()

/** Does work for a message that comes back for a turn which was booked for it. */
export function withBookedTurn<T>(hasBooked: boolean, work: () => Promise<T>): Promise<T> {
  return current.run(hasBooked, work)
}

/** Whether what is worked on has a turn booked. */
export function hasBookedTurn(): boolean {
  return current.getStore() ?? false
}
