import * as v from 'valibot'
import { UnreadableRecordError } from './errors.ts'
import type { UnreadableRecord } from './unreadable-records.ts'

export type Keys = { partition: string; row: string }
export type Stored<T> = T & Keys & { etag: string }

/**
 * A row as it was stored.
 * @param noteUnreadable hears of a row that is not of the shape
 * @throws UnreadableRecord that names its columns and no value
 */
export function readRow<S extends v.GenericSchema<unknown, object>>(
  schema: S,
  entity: object,
  table: string,
  noteUnreadable: (record: UnreadableRecord) => void,
): Stored<v.InferOutput<S>> {
  const { partitionKey, rowKey, etag } = entity as { partitionKey: string; rowKey: string; etag: string }
  const parsed = v.safeParse(schema, entity)
  if (parsed.success) return { ...parsed.output, partition: partitionKey, row: rowKey, etag }
  const columns = [...new Set(parsed.issues.map(({ path }) => String(path?.[0].key ?? '')))]
  noteUnreadable({ table, partition: partitionKey, row: rowKey, columns })
  const message = `${table} ${partitionKey} ${rowKey}: ${columns.join(', ')}`
  throw new UnreadableRecordError({ code: 'record_unreadable' }, { message })
}
