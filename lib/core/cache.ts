import { LRUCache } from 'lru-cache'

export type Cache<Value> = {
  /** The cached value of a key, or one that is read now, once for all who ask at the same time. */
  get(key: string): Promise<Value | undefined>
  /** The next `get` reads anew. Whoever is waiting gets what was being read. */
  evict(key: string): void
  clear(): void
}

/**
 * Holds what was read for a while, and longer while it cannot be read anew (stale-if-error, RFC 5861).
 * @param forAtMost in milliseconds
 */
export function createStaleIfErrorCache<Key extends string | number, Value extends object | string>(
  forAtMost: number,
  read: (key: Key) => Promise<Value | undefined>,
): (key: Key) => Promise<Value | undefined> {
  const cache = new LRUCache<Key, Value>({
    max: 500,
    ttl: forAtMost,
    fetchMethod: (key, held) =>
      read(key).catch((error: unknown) => {
        if (held) return held
        throw error
      }),
  })
  return (key) => cache.fetch(key)
}

/**
 * Holds what was read for a while, and no longer: it is then out of memory, too. What is not there is not held: it may be given the next moment, on another instance.
 * @param forAtMost in milliseconds
 */
export function createCache<Value>(forAtMost: number, read: (key: string) => Promise<Value | undefined>): Cache<Value> {
  const cache = new LRUCache<string, Promise<Value | undefined>>({ max: 1000, ttl: forAtMost, ttlAutopurge: true })
  return {
    get(key) {
      const held = cache.get(key)
      if (held) return held
      const reading = read(key)
      const release = () => {
        if (cache.peek(key) === reading) cache.delete(key)
      }
      cache.set(key, reading)
      reading.then((value) => value ?? release(), release)
      return reading
    },
    evict: (key) => void cache.delete(key),
    clear: () => cache.clear(),
  }
}
