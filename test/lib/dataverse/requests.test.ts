import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { expect, onTestFinished, test } from 'vitest'
import { createDataverse } from '../../../lib/dataverse/client.ts'
import { createOwnDefinitions } from '../../../lib/dataverse/own-definitions.ts'
import { createRequests } from '../../../lib/dataverse/requests.ts'
import { logicalName } from '../../../lib/dataverse/table-definition.ts'
import { tables } from '../../../lib/dataverse/tables.ts'
import { noBreaker } from '../../harness/no-limits.ts'

async function world(ownTables = true) {
  const dataverse = await startDataverse({ ownTables })
  onTestFinished(() => dataverse.stop())
  const crm = requestsOf(dataverse.url)
  return { dataverse, crm, open: () => Array.fromAsync(crm.openRequests()) }
}

function requestsOf(url: string) {
  const dataverse = createDataverse(url, async () => 'token', noBreaker)
  return createRequests(dataverse, createOwnDefinitions(dataverse))
}

test('a request shows what was ordered, by whom, and about which rows', async () => {
  const { dataverse, crm } = await world()
  const event = dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Spring demo' })
  const values = { wbc_kind: 524130002, wbc_dryrun: true, wbc_eventid: event }
  const id = dataverse.insert('wbc_request', values)
  expect(await crm.request(id)).toMatchObject({
    ...{ table: 'wbc_request', id, kind: 'backfill', dryRun: true, state: 'waiting', name: '', progress: 0 },
    subjects: [{ kind: 'event', table: 'msevtmgt_event', id: event, title: 'Spring demo' }],
    createdBy: dataverse.row('wbc_request', id)?.createdby,
  })
  dataverse.remove('msevtmgt_event', event)
  expect(await crm.request(id)).toMatchObject({ subjects: [] })
})

test('requests are open until they have an answer, or are deactivated', async () => {
  const { dataverse, open } = await world()
  const [waiting, running, ...over] = [
    {},
    { wbc_state: 524130001 },
    { wbc_state: 524130002 },
    { wbc_state: 524130003 },
    { wbc_finishedon: '2026-05-12T08:00:00Z' },
    { statecode: 1 },
  ].map((values) => dataverse.insert('wbc_request', values))
  expect((await open()).map(({ id, state }) => [id, state])).toEqual([
    [waiting, 'waiting'],
    [running, 'running'],
  ])
  const crm = requestsOf(dataverse.url)
  for (const id of over) expect(await crm.request(id)).toMatchObject({ state: 'over' })
})

test('an environment without the table is asked once, and has no requests', async () => {
  const { dataverse, crm, open } = await world(false)
  for (let look = 0; look < 3; look += 1) expect(await open()).toEqual([])
  expect(dataverse.calls).toHaveLength(1)
  expect(await crm.request(crypto.randomUUID())).toBeUndefined()
})

test('a table that lacks a column has no requests', async () => {
  const { dataverse, crm, open } = await world()
  const id = dataverse.insert('wbc_request', {})
  dataverse.injectFault(({ url }) => {
    const refusal = { error: { code: '0x0', message: "Could not find a property named 'wbc_runid'." } }
    const isDefinition = url.includes('EntityDefinitions')
    if (isDefinition) return Response.json({ Attributes: [{ LogicalName: 'wbc_kind' }] })
    return Response.json(refusal, { status: 400 })
  })
  expect([await open(), await open(), await crm.request(id)]).toEqual([[], [], undefined])
  expect(dataverse.calls).toHaveLength(3)
})

test('a table of an older release has requests, but for rows that it has no lookup for', async () => {
  const { dataverse, crm, open } = await world()
  const event = dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Spring demo' })
  const id = dataverse.insert('wbc_request', { wbc_kind: 524130002, wbc_eventid: event })
  const { columns, written } = tables.request
  const names = [...Object.keys(columns).map(logicalName), ...written].filter((name) => name !== 'wbc_foundwebinarid')
  dataverse.injectFault(({ url }) => {
    if (url.includes('EntityDefinitions')) {
      return Response.json({ Attributes: names.map((LogicalName) => ({ LogicalName })) })
    }
    const refusal = { error: { code: '0x0', message: "Could not find a property named 'wbc_foundwebinarid'." } }
    return /foundwebinar/i.test(url) ? Response.json(refusal, { status: 400 }) : undefined
  })
  const shown = { id, kind: 'backfill', subjects: [{ kind: 'event', id: event, title: 'Spring demo' }] }
  expect([await crm.request(id), ...(await open())]).toMatchObject([shown, shown])
})

test('a table that the role does not open has no requests, and no sweep fails', async () => {
  const { dataverse, open } = await world()
  dataverse.injectFault(({ url }) =>
    url.includes('EntityDefinitions') ? undefined : Response.json({ error: {} }, { status: 403 }),
  )
  expect(await open()).toEqual([])
})
