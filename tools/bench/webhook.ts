import { QueueClient } from '@azure/storage-queue'
import { executionContext } from '@webinar-connector/dataverse-emulator/webhook'
import { startFunctionsHost } from '@webinar-connector/functions-emulator'
// @ts-expect-error: the package brings no types
import autocannon from 'autocannon'
import { startEnvironment } from '../environment/environment.ts'
import type { Line } from '../environment/print-table.ts'
import { figure } from './figure.ts'
import { createWebhookApp } from './webhook-app.ts'

type Round = { requests: { average: number }; non2xx: number; errors: number }
type Load = (options: object) => Promise<Round>
const load: Load = autocannon

const rounds = 5
const connections = 16

/** Requests per second of the webhook function and of an empty one with the same queue output, in alternating rounds. */
export async function measureWebhooks(): Promise<Line[]> {
  const environment = await startEnvironment()
  const { appRoot, remove } = await createWebhookApp()
  const host = await startFunctionsHost({ appRoot, env: environment.settings })
  const { dataverse, settings } = environment
  const headers = {
    'content-type': 'application/json',
    'x-functions-key': host.keys.default,
    'x-ms-dynamics-organization': '127.0.0.1',
    'x-ms-dynamics-entity-name': 'msevtmgt_eventregistration',
  }
  const body = webhookBody(dataverse)
  const queues = ['bench', 'registrations'].map((name) => new QueueClient(settings.AzureWebJobsStorage ?? '', name))

  async function run(path: string, duration: number) {
    const round = await load({ url: `${host.url}/api/${path}`, method: 'POST', headers, body, connections, duration })
    if (round.non2xx || round.errors) throw new Error(`${path}: ${round.non2xx + round.errors} requests failed.`)
    // A growing queue would slow later rounds.
    for (const queue of queues) await queue.clearMessages()
    return round.requests.average
  }

  for (const queue of queues) await queue.createIfNotExists()
  const rates = { empty: [] as number[], webhook: [] as number[] }
  await run('empty', 2)
  await run('webhooks/dataverse', 2)
  for (let round = 0; round < rounds; round += 1) {
    rates.empty.push(await run('empty', 3))
    rates.webhook.push(await run('webhooks/dataverse', 3))
  }
  await host.stop()
  await Promise.all([environment.stop(), remove()])
  const ratios = rates.webhook.map((rate, round) => rate / (rates.empty[round] ?? rate))
  return [
    figure('Webhook function, requests per second', median(rates.webhook), { before: 1150 }),
    figure('  an empty function with the same queue output', median(rates.empty), { before: 1040 }),
    figure('  share', median(ratios), { atLeast: 0.7, before: 1 }),
  ]
}

/** The webhook of a registration that was just created. */
function webhookBody(dataverse: Awaited<ReturnType<typeof startEnvironment>>['dataverse']) {
  let body = ''
  dataverse.onChange((change) => {
    body = JSON.stringify(executionContext(change))
  })
  const contact = dataverse.insert('contact', { firstname: 'Ada', lastname: 'Byron' })
  const event = dataverse.insert('msevtmgt_event', { msevtmgt_name: 'Spring demo' })
  dataverse.insert('msevtmgt_eventregistration', { msevtmgt_contactid: contact, msevtmgt_eventid: event })
  return body
}

function median(values: number[]) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
