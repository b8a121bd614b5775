import pLimit from 'p-limit'
import * as v from 'valibot'
import { ConflictError } from '../core/errors.ts'
import { odata, type Table } from '../core/table.ts'

/** One order to bring registrations to the provider, or attendance back, for one event or session. */
export type Backfill = {
  table: string
  webinarRow: string
  registrations: boolean
  attendance: boolean
  startedAt: Date
  /** Every message of the backfill has been sent, so the total is final. */
  listed: boolean
}

export type BackfillProgress = { total: number; done: number; failed: number; waiting: number }

const BackfillRow = v.object({
  table: v.string(),
  webinarRow: v.string(),
  registrations: v.boolean(),
  attendance: v.boolean(),
  startedAt: v.date(),
  listed: v.boolean(),
})
const ItemRow = v.object({ state: v.picklist(['waiting', 'done', 'failed']) })

export type BackfillStore = ReturnType<typeof createBackfillStore>

const writersAtOnce = 16

/** The row key of a backfill in its own partition; the first edition called it a run. */
const itself = 'run'

/** Backfills: one row each, and one row for each message it waits for, so that a doubled message counts once. */
export function createBackfillStore(table: Table) {
  return {
    async backfill(id: string): Promise<Backfill | undefined> {
      const stored = await table.get(BackfillRow, id, itself)
      return stored && toBackfill(stored)
    },

    /** All backfills, in no order. Reads the whole table: for rare calls. */
    async backfills(): Promise<(Backfill & { id: string })[]> {
      const stored = await Array.fromAsync(table.list(BackfillRow, odata`RowKey eq ${itself}`))
      return stored.map((one) => ({ id: one.partition, ...toBackfill(one) }))
    },

    async setBackfill(id: string, backfill: Backfill) {
      await table.put(id, itself, backfill)
    },

    /** Adds items to wait for; those that are there stay as they are. */
    async addItems(id: string, items: readonly string[]) {
      const limit = pLimit(writersAtOnce)
      await limit.map(items, async (item) => {
        await table.put(id, `item_${item}`, { state: 'waiting' }, 'new').catch((error: unknown) => {
          if (!(error instanceof ConflictError)) throw error
        })
      })
    },

    async settle(id: string, item: string, state: 'done' | 'failed') {
      await table.merge(id, `item_${item}`, { state })
    },

    async progress(id: string): Promise<BackfillProgress> {
      const progress: BackfillProgress = { total: 0, done: 0, failed: 0, waiting: 0 }
      for await (const { state } of table.list(
        ItemRow,
        odata`PartitionKey eq ${id} and RowKey ge 'item_' and RowKey lt 'item~'`,
      )) {
        progress.total += 1
        progress[state] += 1
      }
      return progress
    },
  }
}

function toBackfill({ table, webinarRow, registrations, attendance, startedAt, listed }: Backfill): Backfill {
  return { table, webinarRow, registrations, attendance, startedAt, listed }
}
