import { LRUCache } from 'lru-cache'
import { ConflictError, isWithoutPrivilege, NotFoundError } from '../core/errors.ts'
import { hour, minute } from '../core/time.ts'
import type { Owner } from '../model/crm.ts'
import type { BatchedRequest } from './batch.ts'
import type { Dataverse } from './client.ts'
import { toError } from './errors.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import { ownerAddress } from './owner.ts'
import type { Table, Values } from './table-definition.ts'

/** A row by its computed id. `owner`: left out, a new row is the connector's, and one that is there keeps its own. */
export type OwnRow<T extends Table> = { id: string; values: Values<T>; owner?: Owner | undefined }

/** Dataverse works the parts of a batch off one after the other, within two minutes; a batch may hold ten times as many. */
const rowsPerCall = 100
const callTime = 2 * minute

/**
 * Rows of the connector's own tables, many at a time. Each is answered by itself, and writing the same again changes
 * nothing. Undefined: the environment lacks the table or a column of it, or the role does not open it; nothing was
 * written, and nobody is asked again for an hour.
 */
export function createOwnRows(dataverse: Pick<Dataverse, 'batch'>, { isComplete }: OwnDefinitions) {
  /** Tables that the role did not open, and owners whose roles do not read a table. */
  const closed = new LRUCache<string, true>({ max: 1000, ttl: hour })
  const ownerKey = ({ name }: Table, owner: Owner) => `${name} ${owner.id}`

  async function send(table: Table, requests: readonly BatchedRequest[]): Promise<PromiseSettledResult<void>[]> {
    const results: PromiseSettledResult<void>[] = []
    for (let at = 0; at < requests.length; at += rowsPerCall) {
      const part = requests.slice(at, at + rowsPerCall)
      const answers = await dataverse.batch(part, callTime)
      const outcomes = answers.map(async (answer, index) => {
        const call = `${part[index]?.method} ${table.set} in a batch`
        if (answer.status >= 300) throw toError({ ...answer, call })
      })
      results.push(...(await Promise.allSettled(outcomes)))
    }
    return results
  }

  async function ifOpen(table: Table, write: () => Promise<PromiseSettledResult<void>[]>) {
    if (closed.has(table.name) || !(await isComplete(table))) return undefined
    const results = await write()
    if (results.length === 0 || !results.every(isForbidden)) return results
    closed.set(table.name, true)
    return undefined
  }

  return {
    /**
     * Creates rows or changes them. A row whose owner may not read the table stays the connector's.
     * @throws Unavailable, with some of the rows written: doing it again does no harm
     */
    upsertRows<T extends Table>(table: T, rows: readonly OwnRow<T>[]) {
      const ownerOf = ({ owner }: OwnRow<T>) => (owner && !closed.has(ownerKey(table, owner)) ? owner : undefined)
      return ifOpen(table, async () => {
        const results = await send(
          table,
          rows.map((row) => toRequest(table, row, ownerOf(row))),
        )
        const again = rows.flatMap((row, at) => {
          const result = results[at]
          return result && isForbidden(result) && ownerOf(row) ? [{ row, at }] : []
        })
        for (const { row } of again) if (row.owner) closed.set(ownerKey(table, row.owner), true)
        const second = await send(
          table,
          again.map(({ row }) => toRequest(table, row, undefined)),
        )
        for (const [index, result] of second.entries()) results[again[index]?.at ?? 0] = result
        return results
      })
    },

    /** Creates rows, which are the connector's. One that is there stays as it is. @throws Unavailable, as `upsertRows` */
    createRows<T extends Table>(table: T, rows: readonly OwnRow<T>[]) {
      return ifOpen(table, async () => {
        const headers = { 'If-None-Match': '*' }
        const results = await send(
          table,
          rows.map((row) => ({ ...toRequest(table, row, undefined), headers })),
        )
        return results.map((result) => (isThere(result) ? done : result))
      })
    },

    /** Deletes rows; one that is gone is no error. @throws Unavailable, with some of the rows deleted */
    deleteRows(table: Table, ids: readonly string[]) {
      return ifOpen(table, async () => {
        const results = await send(
          table,
          ids.map((id) => ({ method: 'DELETE', path: addressOf(table, id) })),
        )
        return results.map((result) => (isGone(result) ? done : result))
      })
    },
  }
}

const done: PromiseSettledResult<void> = { status: 'fulfilled', value: undefined }
const addressOf = ({ set }: Table, id: string) => `/api/data/v9.2/${set}(${id})`

function toRequest<T extends Table>(table: T, { id, values }: OwnRow<T>, owner: Owner | undefined): BatchedRequest {
  const json = { ...values, ...(owner && { 'ownerid@odata.bind': ownerAddress(owner) }) }
  return { method: 'PATCH', path: addressOf(table, id), json }
}

function isForbidden(result: PromiseSettledResult<void>) {
  return result.status === 'rejected' && isWithoutPrivilege(result.reason)
}

function isGone(result: PromiseSettledResult<void>) {
  return result.status === 'rejected' && result.reason instanceof NotFoundError
}

function isThere(result: PromiseSettledResult<void>) {
  return result.status === 'rejected' && result.reason instanceof ConflictError
}
