import type { TransactionAction } from '@azure/data-tables'
import pLimit from 'p-limit'
import type { Keys } from './stored-row.ts'
import type { Table, Write } from './table.ts'

/** More is not taken in one transaction (learn.microsoft.com/rest/api/storageservices/performing-entity-group-transactions). */
const transactionSize = 100
const atOnce = 16

/** Etags of the rows that a transaction wrote, in order; nothing if it was refused because of one of its rows. */
type Submit = (actions: TransactionAction[]) => Promise<(string | undefined)[] | undefined>
type Several = Pick<Table, 'putAll' | 'removeAll'>

/** Writes and removals of many rows, those of one partition in transactions. */
export function createTransactions(submit: Submit, { put, remove }: Pick<Table, 'put' | 'remove'>): Several {
  /** A transaction is all or nothing: where a row is gone already, they are removed one by one. */
  async function removeOfPartition(rows: readonly Keys[]): Promise<number> {
    const actions = rows.map(
      ({ partition, row }): TransactionAction => ['delete', { partitionKey: partition, rowKey: row }],
    )
    if (rows.length > 1 && (await submit(actions))) return rows.length
    let removed = 0
    for (const { partition, row } of rows) if (await remove(partition, row)) removed += 1
    return removed
  }

  /** Where one row was changed in between, each is written for itself, so that it costs no other. */
  async function putOfPartition(rows: readonly Write[]): Promise<PromiseSettledResult<string>[]> {
    const isDistinct = new Set(rows.map(({ row }) => row)).size === rows.length
    const etags = rows.length > 1 && isDistinct ? await submit(rows.map(toAction)) : undefined
    if (etags) return etags.map(toResult)
    return Promise.allSettled(rows.map(({ partition, row, values, etag }) => put(partition, row, values, etag)))
  }

  return {
    async removeAll(rows) {
      const removed = await pLimit(atOnce).map(inTransactions(rows), removeOfPartition)
      return removed.reduce((sum, count) => sum + count, 0)
    },
    async putAll(rows) {
      const results = new Map<Write, PromiseSettledResult<string>>()
      await pLimit(atOnce).map(inTransactions(rows), async (together) => {
        const put = await putOfPartition(together).catch((reason: unknown) =>
          together.map((): PromiseRejectedResult => ({ status: 'rejected', reason })),
        )
        for (const [at, row] of together.entries()) if (put[at]) results.set(row, put[at])
      })
      return rows.flatMap((row) => results.get(row) ?? [])
    },
  }
}

function inTransactions<Row extends Keys>(rows: readonly Row[]): Row[][] {
  return [...Map.groupBy(rows, ({ partition }) => partition).values()].flatMap((ofPartition) =>
    Array.from({ length: Math.ceil(ofPartition.length / transactionSize) }, (_, at) =>
      ofPartition.slice(at * transactionSize, (at + 1) * transactionSize),
    ),
  )
}

function toAction({ partition, row, values, etag }: Write): TransactionAction {
  const entity = { partitionKey: partition, rowKey: row, ...values }
  if (etag === undefined) return ['upsert', entity, 'Replace']
  return etag === 'new' ? ['create', entity] : ['update', entity, 'Replace', { etag }]
}

/** A row without its etag could be written over later without being seen. */
function toResult(value: string | undefined): PromiseSettledResult<string> {
  if (value) return { status: 'fulfilled', value }
  return { status: 'rejected', reason: new Error('A transaction named no etag of a row.') }
}
