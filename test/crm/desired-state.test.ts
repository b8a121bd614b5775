import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { needed, rights, watched } from '../../crm/desired-state.ts'
import { tables } from '../../lib/dataverse/tables.ts'

test('every table and column that the connector names is checked for', () => {
  const known = new Set([...needed].flatMap(([table, columns]) => [table, `${table}s`, `${table}id`, ...columns]))
  const sources = globSync('lib/dataverse/*.ts').map((file) => readFileSync(file, 'utf8'))
  const named = sources.flatMap((source) => source.match(/_?msevtmgt_\w+/gi) ?? [])
  const columns = new Set(named.map((word) => word.toLowerCase().replace(/^_(.*)_value$/, '$1')))
  expect(columns.size).toBeGreaterThan(30)
  expect([...columns].filter((column) => !known.has(column))).toEqual([])
})

test('every table that the webhook takes has its steps and the right to be read', () => {
  expect(Object.keys(watched).sort()).toEqual(Object.values(tables).sort())
  for (const table of Object.keys(watched)) expect(rights[table]).toContain('Read')
})
