import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { ConflictError } from '../../../lib/core/errors.ts'
import { gatherWrites } from '../../../lib/core/gathered-table.ts'
import { freshStorage } from '../../harness/fresh-storage.ts'

const { newTable, calls } = freshStorage()
const Row = v.object({ count: v.number() })

test('writes that come together cost one call, and each keeps its own version', async () => {
  const table = gatherWrites(newTable().table)
  const partition = randomUUID()
  const first = await table.put(partition, 'row 0', { count: 0 }, 'new')
  calls().length = 0
  const etags = await Promise.all(
    Array.from({ length: 10 }, (_, at) => table.put(partition, `row ${at}`, { count: at }, at === 0 ? first : 'new')),
  )
  expect(calls()).toHaveLength(1)
  for (const [at, etag] of etags.entries()) {
    expect(await table.get(Row, partition, `row ${at}`)).toMatchObject({ count: at, etag })
  }
})

test('somebody who lost a race costs nobody else their write', async () => {
  const table = gatherWrites(newTable().table)
  const partition = randomUUID()
  await table.put(partition, 'taken', { count: 0 })
  const [taken, other] = await Promise.allSettled([
    table.put(partition, 'taken', { count: 1 }, 'new'),
    table.put(partition, 'other', { count: 2 }, 'new'),
  ])
  expect(taken).toMatchObject({ status: 'rejected', reason: expect.any(ConflictError) })
  expect(other.status).toBe('fulfilled')
  expect(await table.get(Row, partition, 'taken')).toMatchObject({ count: 0 })
})
