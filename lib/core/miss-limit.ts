import { LRUCache } from 'lru-cache'

/** So many callers are counted on an instance; of more, those who came first are forgotten. */
const mostCallers = 10_000

/**
 * Counts what callers got wrong, in memory alone, so that guessing is slow.
 * @param limit `within`: milliseconds from the first miss on; `now`: milliseconds, of any clock
 */
export function createMissLimit({
  most,
  within,
  now = () => performance.now(),
}: {
  most: number
  within: number
  now?: () => number
}) {
  const counts = new LRUCache<string, { misses: number }>({
    ...{ max: mostCallers, ttl: within, ttlResolution: 0, perf: { now } },
  })
  return {
    isReached: (caller: string): boolean => (counts.get(caller)?.misses ?? 0) >= most,
    note(caller: string) {
      const count = counts.get(caller)
      if (count) count.misses += 1
      else counts.set(caller, { misses: 1 })
    },
  }
}
