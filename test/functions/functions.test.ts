import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueNames } from '../../lib/stores/queues.ts'
import { type Environment, startEnvironment } from '../../tools/environment/environment.ts'

let environment: Environment
let host: FunctionsHost
beforeAll(async () => {
  environment = await startEnvironment()
  host = await environment.startHost()
})
afterAll(() => environment.stop())

const http = (name: string, method: string, route: string, authLevel = 'function') => ({
  ...{ name, trigger: 'http', methods: [method], route: `/api/${route}`, authLevel },
})
const timer = (name: string, schedule: string | undefined) => ({ name, trigger: 'timer', schedule })
const queues = queueNames.map((queue) => ({ name: `${queue}-worker`, trigger: 'queue', queueName: queue }))

test('the host indexes these functions, with a worker for each queue and none for poison queues', () => {
  const { METRICS_SCHEDULE, RECONCILE_SCHEDULE } = environment.settings
  const expected = [
    timer('attendance-timer', METRICS_SCHEDULE),
    timer('sweep-timer', RECONCILE_SCHEDULE),
    http('audit-list', 'GET', 'audit'),
    http('backfill-post', 'POST', 'webinars/{table}/{id}/sync'),
    http('backfills-get', 'GET', 'backfills/{id}'),
    http('backfills-list', 'GET', 'backfills'),
    http('configurations-check', 'POST', 'configurations/{id}/check'),
    http('configurations-delete', 'DELETE', 'configurations/{id}'),
    http('configurations-get', 'GET', 'configurations/{id}'),
    http('configurations-list', 'GET', 'configurations'),
    http('configurations-put', 'PUT', 'configurations/{id}'),
    http('configurations-removal-get', 'GET', 'configurations/{id}/removal'),
    http('dataverse-webhook-post', 'POST', 'webhooks/dataverse'),
    http('failures-list', 'GET', 'failures'),
    http('failures-replay', 'POST', 'failures/replay'),
    http('failures-replay-one', 'POST', 'failures/{id}/replay'),
    { ...http('health-get', 'GET', 'health', 'anonymous'), methods: ['GET', 'HEAD'] },
    http('runs-get', 'GET', 'runs/{id}'),
    http('webinar-check-post', 'POST', 'webinars/{table}/{id}/check'),
    http('webinar-attendance-get', 'GET', 'webinars/{table}/{id}/attendance'),
    ...queues,
  ]
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
  expect(host.functions.toSorted(byName)).toEqual(expected.toSorted(byName))
})

test('health answers without a key, and reveals and calls nothing', async () => {
  const externalSystems = [environment.dataverse, environment.keyVault, environment.on24.na, environment.on24.eu]
  const response = await fetch(`${host.url}/api/health`)
  expect((await fetch(`${host.url}/api/health`, { method: 'HEAD' })).status).toBe(200)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'alive' })
  expect(externalSystems.flatMap(({ calls }) => calls)).toEqual([])
})
