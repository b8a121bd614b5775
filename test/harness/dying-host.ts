import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import type { TestApp } from './test-app.ts'

/** Ends the lease of a worker that died while it made a webinar, which lasts some minutes. */
export async function minutesPass(app: TestApp, id: string) {
  const options = { allowInsecureConnection: true }
  const table = TableClient.fromConnectionString(app.storage.connectionString, 'webinars', options)
  await table.updateEntity({ partitionKey: id, rowKey: 'made', claimedUntil: new Date(0) }, 'Merge').catch(() => {})
}

/** Whether a request makes a webinar at ON24: from nothing, or as a copy. */
export function isCreation({ method, url }: Request) {
  return method === 'POST' && new URL(url).pathname.endsWith('/event')
}

/** Another host at the address of the one that died. */
export async function revive(app: TestApp) {
  const { url } = app.host
  const host = await app.startHost({
    port: Number(new URL(url).port),
    env: {
      AzureFunctionsJobHost__extensions__queues__visibilityTimeout: '00:00:00.2',
      AzureFunctionsJobHost__extensions__queues__maxPollingInterval: '00:00:00.2',
    },
  })
  expect(host.url).toBe(url)
  return host
}
