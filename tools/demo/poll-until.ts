import { setTimeout } from 'node:timers/promises'

const patience = 30_000
const pause = 100

/**
 * Looks again and again until there is something to see.
 * @throws Error with the complaint once patience ends
 */
export async function until<T>(look: () => T | undefined, complaint: () => string): Promise<T> {
  for (let waited = 0; waited < patience; waited += pause) {
    const seen = look()
    if (seen !== undefined) return seen
    await setTimeout(pause)
  }
  throw new Error(complaint())
}
