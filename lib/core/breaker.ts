import { AsyncLocalStorage } from 'node:async_hooks'

const insisting = new AsyncLocalStorage<boolean>()

/** Does work whose calls are made even while a system is known to be out: somebody wants to know how it is now. */
export function insist<T>(work: () => Promise<T>): Promise<T> {
  return insisting.run(true, work)
}

/** Whether the call about to be made is made in any case. */
export function isInsisting(): boolean {
  return insisting.getStore() ?? false
}

/** Keeps calls from an external system that is out. */
export type Breaker = {
  /** Makes a call and sees what comes of it. @throws CircuitOpen while the system is out, and whatever the call throws */
  admit<T>(call: () => Promise<T>): Promise<T>
  /** @throws CircuitOpen while the system is out and it is not time to try again */
  ensureClosed(): Promise<void>
}

/** The breakers of all systems, which all instances of the app share. */
export type Breakers = {
  /** @param system as people call it; @param account whatever tells its accounts apart */
  breakerOf(system: string, account: string): Breaker
}
