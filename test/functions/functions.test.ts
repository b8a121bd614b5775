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
/** A route with its two ways in: by function key, and by access token. */
const route = (name: string, method: string, path: string) => [
  http(name, method, path),
  http(`v1-${name}`, method, `v1/${path}`, 'anonymous'),
]
const timer = (name: string, schedule: string | undefined) => ({ name, trigger: 'timer', schedule })
const queues = queueNames.map((queue) => ({ name: `${queue}-worker`, trigger: 'queue', queueName: queue }))

test('the host indexes these functions, with a worker for each queue and none for poison queues', () => {
  const { METRICS_SCHEDULE, RECONCILE_SCHEDULE } = environment.settings
  const expected = [
    timer('attendance-timer', METRICS_SCHEDULE),
    timer('sweep-timer', RECONCILE_SCHEDULE),
    ...route('audit-list', 'GET', 'audit'),
    ...route('backfill-post', 'POST', 'webinars/{table}/{id}/sync'),
    ...route('backfills-get', 'GET', 'backfills/{id}'),
    ...route('backfills-list', 'GET', 'backfills'),
    ...route('configurations-check', 'POST', 'configurations/{id}/check'),
    ...route('configurations-delete', 'DELETE', 'configurations/{id}'),
    ...route('configurations-get', 'GET', 'configurations/{id}'),
    ...route('configurations-list', 'GET', 'configurations'),
    ...route('configurations-put', 'PUT', 'configurations/{id}'),
    ...route('erasures-get', 'GET', 'erasures/{id}'),
    ...route('erasures-post', 'POST', 'erasures'),
    ...route('configurations-removal-get', 'GET', 'configurations/{id}/removal'),
    http('dataverse-webhook-post', 'POST', 'webhooks/dataverse'),
    ...route('failures-list', 'GET', 'failures'),
    ...route('failures-replay', 'POST', 'failures/replay'),
    ...route('failures-replay-one', 'POST', 'failures/{id}/replay'),
    { ...http('health-get', 'GET', 'health', 'anonymous'), methods: ['GET', 'HEAD'] },
    { ...http('join-get', 'GET', 'join/{token}', 'anonymous'), methods: ['GET', 'HEAD'] },
    ...route('runs-get', 'GET', 'runs/{id}'),
    ...route('webinar-check-post', 'POST', 'webinars/{table}/{id}/check'),
    ...route('webinar-attendance-get', 'GET', 'webinars/{table}/{id}/attendance'),
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
