import { LRUCache } from 'lru-cache'
import { minute } from '../core/time.ts'
import { VaultOutError, VaultRefusedError, vaultError } from './vault.ts'

export type HoldingRules = {
  /** For how long after its last answer a vault that is out is bridged, in milliseconds. */
  bridgeFor: number
  now(): Date
  /** Hears that the vault does not let the app in; what was opened with its keys has to go, too. */
  onRefused?(): void
}

/** The time after which the vault is asked again: a rotated key, or a refusal, is noticed after it at the latest. */
const askEvery = minute

type Held<Key> = { key: Key; readAt: number; askedAt: number }

/**
 * Keys in memory. The vault is asked again for each once a minute, as long as somebody uses it. One that is out is
 * bridged for a while; one that refuses ends the use of all keys at once. A key is out of memory when its time is over,
 * whether somebody asks for it again or not.
 */
export function createHeldKeys({ bridgeFor, now, onRefused }: HoldingRules) {
  const all: { clear(): void }[] = []
  let refusals = 0

  /** Asks the vault something. @throws what `vaultError` makes of an error */
  async function ask<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    try {
      return await call()
    } catch (cause) {
      const error = vaultError(cause)
      if (error instanceof VaultRefusedError) {
        refusals += 1
        for (const held of all) held.clear()
        onRefused?.()
      }
      throw error
    }
  }

  /** Keys of one kind by name, each read once for all who need it at the same time. */
  function hold<Key>(read: (name: string) => Promise<Key>): (name: string) => Promise<Key> {
    const held = new LRUCache<string, Held<Key>>({
      ...{ max: 1000, ttl: Math.max(askEvery, bridgeFor), ttlAutopurge: true },
      ...{ perf: { now: () => now().getTime() }, ttlResolution: 0 },
    })
    const readings = new Map<string, Promise<Key>>()
    all.push(held)

    async function readAnew(name: string): Promise<Key> {
      const [askedAt, before] = [now().getTime(), refusals]
      try {
        const key = await ask(() => read(name))
        if (refusals === before) held.set(name, { key, readAt: askedAt, askedAt })
        return key
      } catch (error) {
        const known = held.get(name)
        if (error instanceof VaultOutError && known && now().getTime() - known.readAt <= bridgeFor) {
          known.askedAt = askedAt
          return known.key
        }
        held.delete(name)
        throw error
      }
    }

    return (name) => {
      const known = held.get(name)
      if (known && now().getTime() - known.askedAt < askEvery) return Promise.resolve(known.key)
      const reading = readings.get(name) ?? readAnew(name).finally(() => readings.delete(name))
      readings.set(name, reading)
      return reading
    }
  }

  return { ask, hold }
}

export type HeldKeys = ReturnType<typeof createHeldKeys>
