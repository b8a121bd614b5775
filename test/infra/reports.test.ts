import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { events } from '../../lib/triggers/telemetry.ts'
import { test, tokensOf, until } from '../harness/test-app.ts'
import { analyze, queries, tablesOf } from './kql.ts'

// Without the ledger's tables nothing is counted.
test.override('appOptions', { ownTables: true })

test('queries read only what the app reports', async ({ app }) => {
  const webinar = await app.webinar()
  const register = (emailaddress1: string) => app.register(webinar, app.contact({ emailaddress1 }))
  register('no address')
  await until(() => expect(app.reports(events.failure)).not.toEqual([]))
  const [former, next] = [await app.account(), await app.account()]
  const tokens = { clientId: next.clientId, ...tokensOf(next.clientId) }
  await app.give(former.configuration, { provider: 'on24', region: 'na', ...tokens, acceptTerms: true })
  app.on24.na.injectFault(() => new Response(null, { status: 503 }))
  register('ada@example.test')
  const configurations = TableClient.fromConnectionString(app.storage.connectionString, 'configurations', {
    allowInsecureConnection: true,
  })
  const newer = { partitionKey: 'configuration', rowKey: crypto.randomUUID(), lastUsed: 'in a way of a newer version' }
  await configurations.createEntity(newer)
  await app.host.run('sweep-timer')
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'attendance' })

  const reads = [...queries].map(([file, query]) => ({
    file,
    members: analyze(query, tablesOf(file)).members,
    reports: Object.values(events).filter((event) => query.includes(`'${event}'`)),
  }))
  expect(reads.flatMap(({ members }) => members).length).toBeGreaterThan(20)
  const reported = (event: string) => app.reports(event).flatMap((report) => Object.keys(report))
  await until(() => {
    for (const { file, members, reports } of reads) {
      expect(reports.flatMap(reported), file).toEqual(expect.arrayContaining(members))
    }
  })
})
