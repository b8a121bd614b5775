import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { queueNames, works } from '../../lib/stores/queues.ts'
import { events } from '../../lib/triggers/telemetry.ts'
import { template } from './bicep.ts'

const queries = new Map(
  globSync('infra/queries/**/*.kql').map((file) => [file.slice('infra/'.length), readFileSync(file, 'utf8')]),
)
const text = [...queries.values()].join('\n')
const named = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].toSorted()

test('every query is loaded by an alert or the workbook, and every loaded one exists', () => {
  const bicep = template('alerts.bicep').text + template('workbook.bicep').text
  const loaded = [...bicep.matchAll(/loadTextContent\('([^']+)'\)/g)].map(([, file]) => file)
  expect(loaded.toSorted()).toEqual([...queries.keys()].toSorted())
})

test('the events that are queried are those that the code emits, all of them', () => {
  expect(named(/'(connector\.\w+)'/g)).toEqual(Object.values(events).toSorted())
})

test('the queues, kinds of work and functions that are queried exist', () => {
  const queues = named(/said\.queue\) == '([^']+)'/g)
  const functions = [...named(/said\.name\) == '([^']+)'/g), ...named(/\| where name == '([^']+)'/g)]
  const asked = named(/said\.work\) == '([^']+)'/g)
  expect([queues.length, asked.length]).toEqual([1, 1])
  expect(functions.length).toBeGreaterThan(1)
  expect(queueNames).toEqual(expect.arrayContaining(queues))
  expect(works).toEqual(expect.arrayContaining(asked))
  expect(globSync('functions/*.ts')).toEqual(expect.arrayContaining(functions.map((name) => `functions/${name}.ts`)))
})

test('telemetry that the alerts read is not sampled away', () => {
  const { excludedTypes } = JSON.parse(readFileSync('host.json', 'utf8')).logging.applicationInsights.samplingSettings
  expect(excludedTypes.split(';')).toEqual(expect.arrayContaining(['Trace', 'Request', 'Exception']))
})
