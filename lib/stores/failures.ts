import * as v from 'valibot'
import { odata, type Table } from '../core/table.ts'
import { type QueueName, queueNames, type RowReference } from './queues.ts'

export const failureKinds = ['refused', 'gave_up', 'unforeseen', 'unreadable'] as const
export type FailureKind = (typeof failureKinds)[number]

/** A message that gave up. The reason says which call was refused and how, never whose data it was about. */
export type Failure = {
  id: string
  queue: QueueName
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

const FailureRow = v.object({
  queue: v.picklist(queueNames),
  table: v.string(),
  failedRow: v.string(),
  kind: v.picklist(failureKinds),
  reason: v.string(),
  configuration: v.optional(v.string()),
  firstTry: v.date(),
  lastTry: v.date(),
  count: v.number(),
})

export type FailureStore = ReturnType<typeof createFailureStore>

const partition = 'failure'

/** What gave up and waits for somebody: one row a message's row, so that a repeated failure is one failure. */
export function createFailureStore(table: Table) {
  const idOf = (queue: QueueName, row: RowReference) => `${queue}_${row.id}`
  const toFailure = ({ row, failedRow, ...rest }: v.InferOutput<typeof FailureRow> & { row: string }): Failure => {
    const { queue, table, kind, reason, configuration, firstTry, lastTry, count } = rest
    return { id: row, row: failedRow, queue, table, kind, reason, configuration, firstTry, lastTry, count }
  }

  return {
    async record(failure: Omit<Failure, 'id' | 'count'> & { tries: number }) {
      const { queue, table: failedTable, row, kind, reason, configuration, firstTry, lastTry, tries } = failure
      const id = idOf(queue, { table: failedTable, id: row || crypto.randomUUID() })
      const before = await table.get(FailureRow, partition, id)
      await table.put(partition, id, {
        ...{ queue, table: failedTable, failedRow: row, kind, reason: reason.slice(0, 1000), configuration, lastTry },
        firstTry: before && before.firstTry < firstTry ? before.firstTry : firstTry,
        count: (before?.count ?? 0) + tries,
      })
    },

    /** A failure that went well in the end is none any more. */
    async resolve(queue: QueueName, row: RowReference) {
      await table.remove(partition, idOf(queue, row))
    },

    async failure(id: string): Promise<Failure | undefined> {
      const kept = await table.get(FailureRow, partition, id)
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
