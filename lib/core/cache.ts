import { LRUCache } from 'lru-cache'

export type Cache<Value> = {
  /** The cached value of a key, or one that is read now, once for all who ask at the same time. */
  get(key: string): Promise<Value | undefined>
  /** The next `get` reads anew. Whoever is waiting gets what was being read. */
  evict(key: string): void
}

/**
 * Holds what was read for a while. What is not there is not held: it may be given the next moment, on another instance.
 * @param forAtMost in milliseconds
 */
export function createCache<Value>(forAtMost: number, read: (key: string) => Promise<Value | undefined>): Cache<Value> {
  const cache = new LRUCache<string, Promise<Value | undefined>>({ max: 1000, ttl: forAtMost })
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
  }
}
