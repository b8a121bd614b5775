import { afterAll, beforeAll, expect, test } from 'vitest'
import { queueNames } from '../../lib/state/queues.ts'
import { type Environment, startEnvironment } from '../../local/environment.ts'
import type { FunctionsHost } from '../../local/functions-host/start.ts'

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
const queue = (queueName: string) => ({ name: `${queueName}-worker`, trigger: 'queue', queueName })

test('the host indexes these functions and no others', () => {
  const expected = [
    { name: 'attendance-timer', trigger: 'timer', schedule: environment.settings.METRICS_SCHEDULE },
    queue('attendance'),
    http('configurations-check', 'POST', 'configurations/{id}/check'),
    http('configurations-delete', 'DELETE', 'configurations/{id}'),
    http('configurations-get', 'GET', 'configurations/{id}'),
    http('configurations-list', 'GET', 'configurations'),
    http('configurations-put', 'PUT', 'configurations/{id}'),
    queue('configurations'),
    queue('contacts'),
    http('dataverse-webhook-post', 'POST', 'webhooks/dataverse'),
    http('health-get', 'GET', 'health', 'anonymous'),
    queue('registrations'),
    http('webinar-attendance-get', 'GET', 'webinars/{table}/{id}/attendance'),
    queue('webinars'),
  ]
  expect(host.functions.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual(expected)
})

test('every queue of the app has a worker', () => {
  const worked = host.functions.flatMap(({ queueName }) => queueName ?? [])
  expect(worked.toSorted()).toEqual([...queueNames].toSorted())
})

test('health answers without a key, and reveals and calls nothing', async () => {
  const neighbours = [environment.dataverse, environment.keyVault, environment.on24.na, environment.on24.eu]
  const response = await fetch(`${host.url}/api/health`)
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ status: 'alive' })
  expect(neighbours.flatMap(({ calls }) => calls)).toEqual([])
})
