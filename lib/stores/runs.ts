import pLimit from 'p-limit'
import * as v from 'valibot'
import { ifConflict } from '../core/errors.ts'
import { odata, type Stored, type Table } from '../core/table.ts'
import { newestFirst } from '../core/time.ts'
import { failureKinds } from './failures.ts'
import type { Message } from './queues.ts'

const common = {
  startedAt: v.date(),
  /** Every message of the run has been sent, so the total is final. */
  listed: v.boolean(),
}

/** One order to bring registrations to the provider, or attendance back, for one event or session. */
const BackfillRow = v.object({
  // The first edition knew no other runs.
  work: v.optional(v.literal('backfill'), 'backfill'),
  table: v.string(),
  webinarRow: v.string(),
  registrations: v.boolean(),
  attendance: v.boolean(),
  ...common,
})
/** One order to send failures again. `after`: the failure up to which that is done. */
const ReplayRow = v.object({
  work: v.literal('replay'),
  configuration: v.optional(v.string()),
  kind: v.optional(v.picklist(failureKinds)),
  after: v.string(),
  ...common,
})
const RunRow = v.variant('work', [ReplayRow, BackfillRow])
const ListRow = v.object({ ...BackfillRow.entries, id: v.string() })
const LatestRow = v.object({ run: v.string() })
const ItemRow = v.object({ state: v.picklist(['waiting', 'done', 'failed']) })

export type Backfill = v.InferOutput<typeof BackfillRow>
type Replay = v.InferOutput<typeof ReplayRow>
export type Run = Backfill | Replay
export type RunProgress = { total: number; done: number; failed: number; waiting: number }
export type RunStore = ReturnType<typeof createRunStore>

const writersAtOnce = 16

/** The row key of a run in its own partition. */
const itself = 'run'
const itemOf = ({ id, work }: Pick<Message, 'id' | 'work'>) => `item_${work ? `${work}_` : ''}${id}`

/** Beside the runs, these partitions hold which run is the latest of its order, and all backfills, the newest first. */
const [latest, list] = ['latest', 'list']

/** Runs: one row each, and one row for each message it waits for, so that a doubled message counts once. */
export function createRunStore(table: Table) {
  const items = (id: string) => odata`PartitionKey eq ${id} and RowKey ge 'item_' and RowKey lt 'item~'`

  return {
    run: (id: string): Promise<Stored<Run> | undefined> => table.get(RunRow, id, itself),

    /** Writes a run; answers its etag. @throws ConflictError if another worker wrote it since it had this one */
    put: (id: string, run: Run, etag?: string): Promise<string> => table.put(id, itself, columnsOf(run), etag),

    /** The run that was started last of the same order. */
    latest: (order: string): Promise<Stored<{ run: string }> | undefined> => table.get(LatestRow, latest, order),

    /** Makes a run the latest of its order. @throws ConflictError if another one became it since `before` was read */
    async setLatest(order: string, run: string, before: { etag: string } | undefined) {
      await table.put(latest, order, { run }, before?.etag ?? 'new')
    },

    /** Adds a backfill to the list of them. */
    async list(id: string, backfill: Backfill) {
      await table.put(list, `${newestFirst(backfill.startedAt)}_${id}`, { ...columnsOf(backfill), id })
    },

    /** The newest backfills, the newest first. */
    async backfills(most: number): Promise<(Backfill & { id: string })[]> {
      const newest: (Backfill & { id: string })[] = []
      for await (const row of table.list(ListRow, odata`PartitionKey eq ${list}`)) {
        newest.push(row)
        if (newest.length === most) break
      }
      return newest
    },

    /** Adds messages to wait for; those that are there stay as they are. */
    async addItems(id: string, messages: readonly Pick<Message, 'id' | 'work'>[]) {
      await pLimit(writersAtOnce).map(messages, async (message) => {
        await table.put(id, itemOf(message), { state: 'waiting' }, 'new').catch(ifConflict)
      })
    },

    /** Notes how a message ended that a run waits for. */
    async settle(id: string, message: Pick<Message, 'id' | 'work'>, state: 'done' | 'failed') {
      const isKnown = await table.merge(id, itemOf(message), { state })
      // The first edition named no work beside the row.
      if (!isKnown && message.work) await table.merge(id, itemOf({ id: message.id }), { state })
    },

    /** Whether a run waits for any message. */
    async isWaiting(id: string): Promise<boolean> {
      for await (const _ of table.list(ItemRow, `${items(id)} and state eq 'waiting'`)) return true
      return false
    },

    async progress(id: string): Promise<RunProgress> {
      const progress: RunProgress = { total: 0, done: 0, failed: 0, waiting: 0 }
      for await (const { state } of table.list(ItemRow, items(id))) {
        progress.total += 1
        progress[state] += 1
      }
      return progress
    },
  }
}

/** The columns of a run alone, whatever else was read with it. */
function columnsOf(run: Run) {
  const { startedAt, listed } = run
  if (run.work === 'replay') {
    const { work, configuration, kind, after } = run
    return { work, configuration, kind, after, startedAt, listed }
  }
  const { work, table, webinarRow, registrations, attendance } = run
  return { work, table, webinarRow, registrations, attendance, startedAt, listed }
}
