import * as v from 'valibot'
import { type Breaker, type Breakers, isInsisting } from '../core/breaker.ts'
import { AppError, CircuitOpenError, ifConflict, QuotaReachedError, UnavailableError } from '../core/errors.ts'
import { hashOf } from '../core/hash.ts'
import type { Stored, Table } from '../core/table.ts'
import { second } from '../core/time.ts'
import type { Clock } from './storage-clock.ts'

const BreakerRow = v.object({ until: v.number(), openings: v.number() })
type State = v.InferOutput<typeof BreakerRow>

/** So many calls in a row without an answer mean that a system is out. */
const enough = 5
/** A system that is out is tried again after so long, by one call of all instances; later with each time. */
const openFor = (openings: number) => Math.min(2 ** openings, 60) * second
/** The one call that tries is given so long before another one does. */
const probeTime = 35 * second
/** A change that another instance made is known here after this. */
const heldFor = 2 * second
/** Messages that wait for a system come back over this time, which grows with the outage: it is probed, not stormed. */
const spreadOf = (openings: number) => Math.min(2 ** openings, 120) * second

/**
 * Circuit breakers, shared by all instances: one record a system and account, which is there only while the system is
 * out (learn.microsoft.com/azure/architecture/patterns/circuit-breaker).
 */
export function createBreakers(table: Table, clock: () => Promise<Clock>): Breakers {
  const breakers = new Map<string, Breaker>()
  return {
    breakerOf(system, account) {
      const key = hashOf(`${system} ${account}`)
      const breaker = breakers.get(key) ?? createBreaker(table, key, system, clock)
      breakers.set(key, breaker)
      return breaker
    },
  }
}

function createBreaker(table: Table, partition: string, system: string, clock: () => Promise<Clock>): Breaker {
  let failures = 0
  /** The last call without an answer says why the system counts as out. */
  let last: UnavailableError | undefined
  let known: Stored<State> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY

  async function write(next: State, etag: string): Promise<boolean> {
    const written = await table.put(partition, 'breaker', next, etag).catch(ifConflict)
    lookedAt = written ? performance.now() : Number.NEGATIVE_INFINITY
    if (written) known = { ...next, partition, row: 'breaker', etag: written }
    return written !== undefined
  }

  async function look() {
    if (performance.now() - lookedAt > heldFor) {
      known = await table.get(BreakerRow, partition, 'breaker')
      lookedAt = performance.now()
    }
    return known
  }

  function circuitOpen({ until, openings }: State, now: number): CircuitOpenError {
    const wait = Math.max(0, until - now) + Math.random() * spreadOf(openings)
    const userMessage = last?.userMessage ?? { code: 'out_of_service', system }
    return new CircuitOpenError(userMessage, { cause: last, retryAfter: Math.ceil(wait / second) })
  }

  /** Whether this call is the one that tries a system which is out. @throws CircuitOpen if another one is, or nobody yet */
  async function isProbe(): Promise<boolean> {
    if (failures < enough) return false
    const state = await look()
    // Another instance found that the system is back.
    if (!state) failures = 0
    if (!state) return false
    if (isInsisting()) return true
    const now = (await clock())()
    const { until, openings } = state
    if (until > now || !(await write({ until: now + probeTime, openings }, state.etag))) throw circuitOpen(state, now)
    return true
  }

  async function open(isProbing: boolean) {
    const state = isProbing ? known : await look()
    if (!isProbing && state) return
    const now = (await clock())()
    const openings = (state?.openings ?? 0) + 1
    await write({ until: now + openFor(openings), openings }, state?.etag ?? 'new')
  }

  async function close() {
    failures = 0
    if (!known) return
    known = undefined
    await table.remove(partition, 'breaker')
  }

  return {
    async admit(call) {
      const isProbing = await isProbe()
      let result: Awaited<ReturnType<typeof call>>
      try {
        result = await call()
      } catch (error) {
        if (isOutage(error)) {
          failures += 1
          last = error
          if (isProbing || failures >= enough) await open(isProbing).catch(ifStorageOut)
        } else if (error instanceof AppError) await close().catch(ifStorageOut)
        throw error
      }
      await close().catch(ifStorageOut)
      return result
    },
    async ensureClosed() {
      const state = failures < enough ? undefined : await look()
      const now = state && (await clock())()
      if (state && now !== undefined && state.until > now) throw circuitOpen(state, now)
    },
  }
}

/** A refusal is an answer, and so is being asked to wait. */
function isOutage(error: unknown): error is UnavailableError {
  return error instanceof UnavailableError && !(error instanceof QuotaReachedError)
}

/** Where the storage cannot keep what a call showed, the call is what it was. */
function ifStorageOut(error: unknown): undefined {
  if (!(error instanceof UnavailableError)) throw error
}
