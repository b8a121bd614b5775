import * as v from 'valibot'
import { ifConflict } from '../core/errors.ts'
import { hashOf } from '../core/hash.ts'
import {
  type Applicant,
  closeLine,
  emptyLine,
  type Line,
  type Quota,
  type Turn,
  type Turns,
  takeTurn,
} from '../core/line.ts'
import { type Stored, type Table, toKey } from '../core/table.ts'
import type { Clock } from './storage-clock.ts'

const LineRow = v.object({
  closedUntil: v.number(),
  booked: v.number(),
  paced: v.number(),
  shares: v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number())),
  given: v.pipe(v.string(), v.parseJson(), v.array(v.tuple([v.number(), v.number()]))),
})

/**
 * The quotas that all instances share: one record an account and call. All who ask at the same time on this instance
 * cost one write.
 */
export function createTurns(table: Table, clock: () => Promise<Clock>): Turns {
  const lines = new Map<string, ReturnType<typeof createSharedLine>>()
  const lineOf = (account: string, call: string) => {
    const key = `${hashOf(account)} ${call}`
    const line = lines.get(key) ?? createSharedLine(table, hashOf(account), toKey(call), clock)
    lines.set(key, line)
    return line
  }
  return {
    take: (account, call, quota, applicant) => lineOf(account, call).take(quota, applicant),
    close: (account, call, wait) => lineOf(account, call).close(wait),
  }
}

type Change = (line: Line, now: number) => Line

function createSharedLine(table: Table, partition: string, row: string, clock: () => Promise<Clock>) {
  let known: Stored<Line> | undefined
  let isKnown = false
  let waiting: { change: Change; done: () => void; failed: (error: unknown) => void }[] = []
  let isWriting = false

  /** Makes these changes, one after the other, in one write. */
  async function write(changes: readonly Change[], now: Clock) {
    for (;;) {
      if (!isKnown) known = await table.get(LineRow, partition, row)
      isKnown = true
      const at = now()
      const before = known ?? emptyLine
      const line = changes.reduce((changed, change) => change(changed, at), before)
      if (line === before) return
      const { shares, given, ...times } = line
      const columns = { ...times, shares: JSON.stringify(shares), given: JSON.stringify(given) }
      const etag = await table.put(partition, row, columns, known?.etag ?? 'new').catch(ifConflict)
      isKnown = etag !== undefined
      if (etag !== undefined) {
        known = { ...line, partition, row, etag }
        return
      }
    }
  }

  async function writeAll() {
    isWriting = true
    try {
      const now = await clock()
      while (waiting.length > 0) {
        const batch = waiting
        waiting = []
        await write(
          batch.map(({ change }) => change),
          now,
        ).then(
          () => {
            for (const { done } of batch) done()
          },
          (error: unknown) => {
            for (const { failed } of batch) failed(error)
          },
        )
      }
    } catch (error) {
      for (const { failed } of waiting) failed(error)
      waiting = []
    } finally {
      isWriting = false
    }
  }

  function change(next: Change): Promise<void> {
    return new Promise<void>((done, failed) => {
      waiting.push({ change: next, done, failed })
      if (!isWriting) void writeAll()
    })
  }

  return {
    async take(quota: Quota, applicant: Applicant) {
      let turn: Turn & { now: number } = { at: 0, isBooked: false, now: 0 }
      await change((line, now) => {
        const [next, given] = takeTurn(line, quota, applicant, now)
        turn = { ...given, now }
        return next
      })
      return { in: turn.at - turn.now, isBooked: turn.isBooked }
    },
    close: (wait: number) => change((line, now) => closeLine(line, now + wait)),
  }
}
