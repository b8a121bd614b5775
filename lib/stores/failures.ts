import * as v from 'valibot'
import { createGatherer } from '../core/gather.ts'
import { odata, type Table, toKey } from '../core/table.ts'
import { type Message, purposes, type QueueName, queueNames, type Work, works } from './queues.ts'

export const failureKinds = ['refused', 'gave_up', 'unforeseen', 'unreadable'] as const
type FailureKind = (typeof failureKinds)[number]

/** A message that gets no further attempt; without a message: an entry that names no row. */
export type FailedMessage = {
  queue: QueueName
  message: Message | undefined
  /** Absent where the host gave up on it: the log of its function has the reason. */
  kind?: FailureKind | undefined
  reason?: string | undefined
  configuration?: string | undefined
}

/** A failure as the log shows it. */
export type FailureFacts = Partial<Message> & { queue: QueueName; kind: FailureKind }

/** A message that gave up. The reason says which call was refused and how, never whose data it was about. */
export type Failure = {
  id: string
  queue: QueueName
  /** Absent: the row's reconcile. */
  work: Work | undefined
  table: string
  row: string
  kind: FailureKind
  reason: string
  configuration: string | undefined
  firstTry: Date
  lastTry: Date
  count: number
}

export type FailureFilter = { configuration?: string | undefined; kind?: FailureKind | undefined }

const OptionalWork = v.optional(v.picklist(works))

const FailureRow = v.object({
  queue: v.pipe(
    v.string(),
    v.transform((name): unknown => purposes[name]),
    v.object({ queue: v.picklist(queueNames), work: OptionalWork }),
  ),
  work: OptionalWork,
  table: v.string(),
  failedRow: v.string(),
  kind: v.fallback(v.picklist(failureKinds), 'unforeseen'),
  reason: v.string(),
  configuration: v.optional(v.string()),
  firstTry: v.date(),
  lastTry: v.date(),
  count: v.number(),
})

/** The part of a recorded failure that the next one goes on from. */
const Before = v.object({
  firstTry: v.fallback(v.optional(v.date()), undefined),
  count: v.fallback(v.number(), 0),
})

export type FailureStore = ReturnType<typeof createFailureStore>

const partition = 'failure'
/** Messages that were worked on side by side end within milliseconds. */
const resolving = { wait: 25, most: 50 }
const Anything = v.object({})

/** Messages that gave up: one record for a row and its work, so that a repeated failure is one failure. */
export function createFailureStore(table: Table) {
  const idOf = (queue: QueueName, { id, work = 'reconcile' }: Message) => `${work === 'reconcile' ? queue : work}_${id}`

  /** Most that goes well never failed: one list tells so of many. A list that goes on is not worth its reading. */
  async function resolveAll(ids: readonly string[]) {
    const found = ids.length > 2 ? await table.page(Anything, odata`PartitionKey eq ${partition}`) : undefined
    const failed = found && !found.next ? new Set(found.rows.map(({ row }) => row)) : undefined
    const rows = ids.filter((id) => failed?.has(id) ?? true)
    await table.removeAll(rows.map((row) => ({ partition, row })))
  }
  const resolve = createGatherer<readonly string[], void>(resolving, async (asked) => {
    await resolveAll([...new Set(asked.flat())])
    return asked.map(() => ({ status: 'fulfilled', value: undefined }))
  })

  return {
    async record(failure: Omit<Failure, 'id' | 'count'> & { attempts: number }) {
      const { row, table: failedTable, firstTry, reason, attempts, ...rest } = failure
      const id = idOf(failure.queue, { table: failedTable, id: row || crypto.randomUUID(), work: failure.work })
      const before = await table.get(Before, partition, id)
      await table.put(partition, id, {
        ...rest,
        table: failedTable,
        failedRow: row,
        reason: reason.slice(0, 1000),
        firstTry: before?.firstTry && before.firstTry < firstTry ? before.firstTry : firstTry,
        count: (before?.count ?? 0) + attempts,
      })
    },

    /** A failure that went well in the end is none any more. */
    async resolve(queue: QueueName, message: Message) {
      const former = formerQueueOf(message)
      await resolve([idOf(queue, message), ...(former ? [`${former}_${message.id}`] : [])])
    },

    async failure(id: string): Promise<Failure | undefined> {
      const kept = await table.get(FailureRow, partition, toKey(id))
      return kept && toFailure(kept)
    },

    /** One page, and where the next begins. */
    async page({ configuration, kind }: FailureFilter, size: number, after = '') {
      const parts = [odata`PartitionKey eq ${partition} and RowKey gt ${after}`]
      if (configuration) parts.push(odata`configuration eq ${configuration}`)
      if (kind) parts.push(odata`kind eq ${kind}`)
      const failures: Failure[] = []
      for await (const kept of table.list(FailureRow, parts.join(' and '))) {
        if (failures.length === size) return { failures, next: failures.at(-1)?.id }
        failures.push(toFailure(kept))
      }
      return { failures, next: undefined }
    },
  }
}

function toFailure({ row: id, ...kept }: v.InferOutput<typeof FailureRow> & { row: string }): Failure {
  const { kind, reason, configuration, firstTry, lastTry, count, table, failedRow: row } = kept
  const { queue, work = kept.work } = kept.queue
  return { id, queue, work, table, row, kind, reason, configuration, firstTry, lastTry, count }
}

/** Where the first edition recorded the same failure under another name. */
function formerQueueOf({ table, work }: Message): string | undefined {
  if (work === 'review') return 'audits'
  if (work === 'backfill') return 'backfills'
  return table === 'contact' ? 'contacts' : undefined
}

const Reason = v.object({
  kind: v.fallback(v.optional(v.picklist(failureKinds)), undefined),
  reason: v.fallback(v.optional(v.string()), undefined),
  configuration: v.fallback(v.optional(v.pipe(v.string(), v.uuid())), undefined),
})

/** Why the first edition gave up on a message, as it wrote beside it; nothing for what the host gave up on. */
export function readReason(entry: unknown): Pick<FailedMessage, 'kind' | 'reason' | 'configuration'> {
  const read = v.safeParse(Reason, entry)
  return read.success ? read.output : {}
}
