import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { queueNames, works } from '../../lib/stores/queues.ts'
import { events } from '../../lib/triggers/telemetry.ts'
import { analyze, queries, tablesOf } from './kql.ts'
import { insightsTables } from './tables.ts'
import { template } from './template.ts'

const text = [...queries.values()].join('\n')
const named = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].toSorted()

test('every query is loaded by an alert or the workbook, and every loaded one exists', () => {
  const bicep = template('alerts.bicep') + template('workbook.bicep')
  const loaded = [...bicep.matchAll(/loadTextContent\('([^']+)'\)/g)].map(([, file]) => file)
  expect(loaded.toSorted()).toEqual([...queries.keys()].toSorted())
})

test('every query fits the tables of its scope', () => {
  const faults = [...queries].map(([file, query]) => [file, ...analyze(query, tablesOf(file)).faults])
  expect(faults.filter(([, ...found]) => found.length > 0)).toEqual([])
})

test.each([
  ['a misspelt table', 'trace | take 1', "'trace'"],
  ['a table of another scope', 'StorageQueueLogs | take 1', "'StorageQueueLogs'"],
  ['a misspelt column', 'traces | where mesage has "x"', "'mesage'"],
  ['a misspelt operator', 'traces | sumarize count() by message', 'Query operator expected'],
  ['a misspelt function', 'traces | extend days = todubble(message)', "'todubble'"],
  ['a wrong type', 'requests | where resultCode >= 500', "'>=' is not defined for the operand types string and long"],
])('%s in a query is found', (_fault, query, found) => {
  expect(analyze(query, insightsTables).faults.join()).toContain(found)
})

test('the events that are queried are those that the code emits, all of them', () => {
  expect(named(/'(connector\.\w+)'/g)).toEqual(Object.values(events).toSorted())
})

test('the queues, kinds of work and functions that are queried exist', () => {
  const queues = named(/said\.queue\) == '([^']+)'/g)
  const functions = [...named(/said\.name\) == '([^']+)'/g), ...named(/\| where name == '([^']+)'/g)]
  const asked = named(/said\.work\) == '([^']+)'/g)
  expect([queues.length, asked.length]).toEqual([1, 3])
  expect(functions.length).toBeGreaterThan(1)
  expect(queueNames).toEqual(expect.arrayContaining(queues))
  expect(works).toEqual(expect.arrayContaining(asked))
  expect(globSync('functions/*.ts')).toEqual(expect.arrayContaining(functions.map((name) => `functions/${name}.ts`)))
})

test('what the app reports is never sampled, and sampled requests are counted as what they stand for', () => {
  const { samplingSettings } = JSON.parse(readFileSync('host.json', 'utf8')).logging.applicationInsights
  expect(samplingSettings).toEqual({ isEnabled: true, excludedTypes: 'Exception;Trace' })
  const ofRequests = [...queries.values()].filter((query) => query.includes('requests\n'))
  expect(ofRequests.length).toBeGreaterThan(0)
  for (const query of ofRequests) expect(query).toMatch(/sum\(itemCount\)/)
})

test('a call of health, which monitors and strangers make all day, leaves no lines of the host', () => {
  const { logLevel } = JSON.parse(readFileSync('host.json', 'utf8')).logging
  expect(logLevel).toMatchObject({ 'Function.health-get': 'Warning' })
  expect(readFileSync('functions/health-get.ts', 'utf8')).toContain("http('health-get'")
})
