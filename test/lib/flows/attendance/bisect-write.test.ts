import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NotFoundError, RefusedError, UnavailableError } from '../../../../lib/core/errors.ts'
import { bisectWrite } from '../../../../lib/flows/attendance/bisect-write.ts'

/** A table that takes a set of rows only if it takes all of them. */
function tableRefusing(
  bad: ReadonlySet<number>,
  error: Error = new RefusedError({ code: 'as_written', text: 'bad row' }),
) {
  const kept: number[] = []
  let calls = 0
  return {
    kept,
    calls: () => calls,
    async write(rows: readonly number[]) {
      calls += 1
      if (rows.some((row) => bad.has(row))) throw error
      kept.push(...rows)
    },
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, row) => row)

test('rows that are taken are written in one call, and no rows in none', async () => {
  const table = tableRefusing(new Set())
  expect(await bisectWrite(upTo(500), table.write)).toEqual([])
  expect(await bisectWrite([], table.write)).toEqual([])
  expect(table.kept).toEqual(upTo(500))
  expect(table.calls()).toBe(1)
})

test('one bad row among 500 is found in some twenty calls, and the others are written', async () => {
  const table = tableRefusing(new Set([123]))
  expect(await bisectWrite(upTo(500), table.write)).toEqual([123])
  expect(table.kept).toEqual(upTo(500).filter((row) => row !== 123))
  expect(table.calls()).toBeLessThanOrEqual(1 + 2 * Math.ceil(Math.log2(500)))
})

test('any bad rows are found exactly, and the others are written in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(60), fc.uniqueArray(fc.nat(59)), async (count, bad) => {
      const rows = upTo(count)
      const table = tableRefusing(new Set(bad))
      const offending = rows.filter((row) => bad.includes(row))
      expect(await bisectWrite(rows, table.write)).toEqual(offending)
      expect(table.kept).toEqual(rows.filter((row) => !bad.includes(row)))
    }),
  )
})

test('a row whose registration was deleted meanwhile is found alone as well', async () => {
  const table = tableRefusing(new Set([2]), new NotFoundError({ code: 'as_written', text: 'gone' }))
  expect(await bisectWrite(upTo(4), table.write)).toEqual([2])
  expect(table.kept).toEqual([0, 1, 3])
})

test('an outage is no row’s fault and is passed on at once', async () => {
  const table = tableRefusing(new Set([0]), new UnavailableError({ code: 'storage_unreachable' }))
  await expect(bisectWrite(upTo(4), table.write)).rejects.toThrow('storage_unreachable')
  expect(table.calls()).toBe(1)
})
