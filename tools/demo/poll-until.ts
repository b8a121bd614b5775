import { setTimeout } from 'node:timers/promises'

const timeout = 30_000
const interval = 100

/**
 * Reads a value again and again until there is one.
 * @throws Error with `failure()` after half a minute
 */
export async function pollUntil<T>(read: () => T | undefined, failure: () => string): Promise<T> {
  for (let waited = 0; waited < timeout; waited += interval) {
    const value = read()
    if (value !== undefined) return value
    await setTimeout(interval)
  }
  throw new Error(failure())
}
