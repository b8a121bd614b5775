import { odata, RestError, type TableClient, type TransactionAction } from '@azure/data-tables'
import type * as v from 'valibot'
import { withDeadline } from './deadline.ts'
import { ConflictError, missingIfUnreadable } from './errors.ts'
import { hashOf } from './hash.ts'
import { storageFailure } from './storage-failure.ts'
import { type Keys, readRow, type Stored } from './stored-row.ts'
import { createTransactions } from './table-transactions.ts'
import type { UnreadableRecord } from './unreadable-records.ts'

export type { Keys, Stored }
export { odata }

export type Columns = Record<string, string | number | boolean | Date | undefined>
/** A row to be written whole. `etag`: as of `put`. */
export type Write = Keys & { values: Columns; etag?: string }
type Page<S extends v.GenericSchema> = { rows: Stored<v.InferOutput<S>>[]; next: string | undefined }

/** A table of the app's own memory. Rows are checked on the way out; every call may throw `Unavailable`. */
export type Table = {
  /** @throws UnreadableRecord if the row is there and not of the shape */
  get<S extends v.GenericSchema<unknown, object>>(
    schema: S,
    partition: string,
    row: string,
  ): Promise<Stored<v.InferOutput<S>> | undefined>
  /** A row that is not of the shape is reported and left out: it costs itself and not the list. */
  list<S extends v.GenericSchema<unknown, object>>(schema: S, filter: string): AsyncIterable<Stored<v.InferOutput<S>>>
  /** Writes the whole row; answers its new etag. With an etag only over that very version, with `'new'` only if there is none: else `Conflict`. */
  put(partition: string, row: string, values: Columns, etag?: string): Promise<string>
  /** Writes some columns of a row that is there (with an etag: in that very version); false if it is not. */
  merge(partition: string, row: string, values: Columns, etag?: string): Promise<boolean>
  /** False if there was nothing to remove (with an etag: in that very version). */
  remove(partition: string, row: string, etag?: string): Promise<boolean>
  /**
   * At most a thousand rows of a list, and where the next page begins. A page may be empty and not the last: storage looks
   * through so many rows at a time.
   */
  page<S extends v.GenericSchema<unknown, object>>(schema: S, filter: string, after?: string): Promise<Page<S>>
  /** Writes rows as `put` does, those of one partition in transactions; in order, each with its etag or its own error. */
  putAll(rows: readonly Write[]): Promise<PromiseSettledResult<string>[]>
  /** Removes rows, those of one partition in transactions; how many of them were still there. */
  removeAll(rows: readonly Keys[]): Promise<number>
}

type Options = { callTime?: number; noteUnreadable?: (record: UnreadableRecord) => void }

/**
 * Makes the table on first use; a table deleted under a running app is made again by the next start.
 * @param options `callTime` for a call with its repeats, and for a page of a list, in milliseconds; `noteUnreadable` hears
 *   of every row that is not of the shape it was asked for
 */
export function createTable(
  client: TableClient,
  { callTime = 30_000, noteUnreadable = () => {} }: Options = {},
): Table {
  let made: Promise<void> | undefined
  const ready = () => {
    made ??= withDeadline(callTime, (abortSignal) => client.createTable({ abortSignal })).catch((error: unknown) => {
      made = undefined
      throw error
    })
    return made
  }

  type Call<T> = (signal: { abortSignal: AbortSignal }) => Promise<T>
  async function attempt<T>(what: Call<T>, expected: Record<number, () => T> = {}): Promise<T> {
    try {
      await ready()
      return await withDeadline(callTime, (abortSignal) => what({ abortSignal }))
    } catch (error) {
      const answer = error instanceof RestError ? expected[error.statusCode ?? 0] : undefined
      if (answer) return answer()
      throw storageFailure(error)
    }
  }
  const read = <S extends v.GenericSchema<unknown, object>>(schema: S, entity: object) =>
    readRow(schema, entity, client.tableName, noteUnreadable)
  const readable = <S extends v.GenericSchema<unknown, object>>(schema: S, entities: object[]) =>
    entities.flatMap((entity) => {
      try {
        return [read(schema, entity)]
      } catch (error) {
        return missingIfUnreadable(error) ?? []
      }
    })
  const conflict = () => {
    throw new ConflictError('The row was changed in between.')
  }

  const submit = (actions: TransactionAction[]) =>
    attempt<(string | undefined)[] | undefined>(
      async (ends) => {
        const { subResponses } = await client.submitTransaction(actions, ends)
        // Lines of an answer end with a carriage return, which the library leaves on.
        return subResponses.map(({ etag }) => etag?.trim())
      },
      { 404: () => undefined, 409: () => undefined, 412: () => undefined },
    )

  const single: Omit<Table, 'putAll' | 'removeAll'> = {
    async get(schema, partition, row) {
      const entity = await attempt<object | undefined>((ends) => client.getEntity(partition, row, ends), {
        404: () => undefined,
      })
      return entity && read(schema, entity)
    },
    async *list(schema, filter) {
      await attempt(async () => {})
      try {
        const pages = client.listEntities({ queryOptions: { filter } }).byPage()
        const next = () => withDeadline(callTime, () => pages.next())
        for (let page = await next(); !page.done; page = await next()) {
          yield* readable(schema, page.value)
        }
      } catch (error) {
        throw storageFailure(error)
      }
    },
    async put(partitionKey, rowKey, values, etag) {
      const entity = { partitionKey, rowKey, ...values }
      const written = await attempt<{ etag?: string }>(
        (ends) => {
          if (etag === undefined) return client.upsertEntity(entity, 'Replace', ends)
          if (etag === 'new') return client.createEntity(entity, ends)
          return client.updateEntity(entity, 'Replace', { ...ends, etag })
        },
        { 404: conflict, 409: conflict, 412: conflict },
      )
      return written.etag ?? '*'
    },
    merge: (partitionKey, rowKey, values, etag = '*') =>
      attempt(
        async (ends) => {
          await client.updateEntity({ partitionKey, rowKey, ...values }, 'Merge', { ...ends, etag })
          return true
        },
        { 404: () => false, 412: () => false },
      ),
    remove: (partition, row, etag = '*') =>
      attempt(
        async (ends) => {
          await client.deleteEntity(partition, row, { ...ends, etag })
          return true
        },
        { 404: () => false, 412: () => false },
      ),
    async page(schema, filter, after) {
      const settings = { maxPageSize: 1000, ...(after && { continuationToken: after }) }
      const { value = [] } = await attempt((ends) =>
        client
          .listEntities({ ...ends, queryOptions: { filter } })
          .byPage(settings)
          .next(),
      )
      return { rows: readable(schema, value), next: value.continuationToken }
    },
  }
  return { ...single, ...createTransactions(submit, single) }
}

/**
 * A key made of foreign text: Azure Tables takes no / \\ # ? and no control characters in one, and no more than 1 KiB
 * (learn.microsoft.com/rest/api/storageservices, Understanding the Table service data model). Plain text stays as it is.
 */
export function toKey(text: string): string {
  return /^[\w-]{1,200}$/.test(text) ? text : `~${hashOf(text)}`
}
