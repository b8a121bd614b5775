import { serve } from '@webinar-connector/emulator-server'
import { expect } from 'vitest'
import { reportsOf } from '../../../tools/connector/commands/logs.ts'
import { operatorOf } from '../../harness/connector.ts'
import { resourceId } from '../../harness/crm.ts'
import { test as base } from '../../harness/test-app.ts'
import { analyze } from '../../infra/kql.ts'
import { insightsTables } from '../../infra/tables.ts'

const row = '00000000-0000-4000-8000-000000000004'
const application = '34adfa4f-cedf-4dc0-ba29-b6d1a69ab345'

/** The log of one app: Resource Manager names it, the API of Application Insights answers queries. */
const test = base.extend('log', async ({ app, onTestFinished }) => {
  const asked: { query: string; timespan: string }[] = []
  const rows = [['2026-11-26T10:00:00Z', '{"event":"connector.message","outcome":"registered"}']]
  const azure = await serve(async (request) => {
    const { pathname } = new URL(request.url)
    const group = resourceId.split('/').slice(0, 5).join('/')
    if (pathname === `${group}/providers/Microsoft.Insights/components`)
      return Response.json({ value: [{ name: 'appi-connector', properties: { AppId: application } }] })
    if (pathname !== `/v1/apps/${application}/query`) return new Response(null, { status: 403 })
    asked.push((await request.json()) as { query: string; timespan: string })
    const columns = [
      { name: 'timestamp', type: 'datetime' },
      { name: 'message', type: 'string' },
    ]
    return Response.json({ tables: [{ name: 'PrimaryResult', columns, rows }] })
  })
  onTestFinished(azure.stop)
  const operator = operatorOf(app)
  Object.assign(operator.environment, {
    ...{ AZURE_RESOURCE_MANAGER_URL: `${azure.url}/`, APPLICATION_INSIGHTS_API_URL: azure.url },
    FUNCTION_APP_RESOURCE_ID: resourceId,
  })
  return { operator, asked, rows }
})

test('the log of a row is read with the sign-in of the person', async ({ log: { operator, asked, rows } }) => {
  const { code, out } = await operator.call('logs', row)
  expect({ code, out }).toEqual({ code: 0, out: `${rows[0]?.join('  ')}\n` })
  expect(asked).toEqual([{ query: reportsOf(row), timespan: 'PT24H' }])
  expect(await operator.document('logs', row, '--hours', '2')).toEqual({
    rows: [{ timestamp: rows[0]?.[0], message: rows[0]?.[1] }],
  })
  expect(asked[1]?.timespan).toBe('PT2H')
})

test('the log of an event is found by its name, and a question of the workbook by its own', async ({
  app,
  log: { operator, asked },
}) => {
  const { id } = await app.webinar({ values: { msevtmgt_name: 'Logged' } })
  await operator.call('logs', 'Logged')
  const { out } = await operator.call('logs', '--chart', 'failures')
  expect(out).toMatch(/^timestamp +message\n2026/)
  expect(asked.map(({ query }) => query)).toEqual([reportsOf(id), expect.stringMatching(/connector\.failure/)])
})

test('an empty log, wrong hours and an unknown chart are answered in a sentence', async ({
  log: { operator, rows },
}) => {
  rows.length = 0
  expect(await operator.call('logs')).toMatchObject({ code: 0, out: 'The log has nothing of that.\n' })
  for (const args of [
    ['--hours', 'many'],
    ['--hours', '0'],
    ['--chart', 'none'],
    [row, '--chart', 'waits'],
  ])
    expect(await operator.call('logs', ...args)).toMatchObject({
      code: 2,
      out: '',
      notes: [expect.stringMatching(/^--/)],
    })
})

test('the query of reports fits the tables of the log', () => {
  for (const query of [reportsOf(row), reportsOf(undefined)]) expect(analyze(query, insightsTables).faults).toEqual([])
})
