import { setTimeout } from 'node:timers/promises'
import type { Change, Dataverse } from '@webinar-connector/dataverse-emulator'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import { subjectOf } from '../../lib/dataverse/tables.ts'
import { webhookEndpoint } from '../environment/webhooks.ts'
import type { Hosts } from './hosts.ts'
import { seededRandom } from './seeded-random.ts'

export type WebhookSender = {
  figures: { sent: number; dropped: number; doubled: number; late: number; failed: number }
  /** From now on every webhook is sent once and at once. */
  makeReliable(): void
  /** Resolves when every webhook sent so far has its answer. */
  settled(): Promise<void>
}

/** Sends webhooks to the running hosts in turn, and drops, doubles and delays some of them. */
export function startWebhookSender(dataverse: Dataverse, hosts: Hosts, seed: number): WebhookSender {
  const figures = { sent: 0, dropped: 0, doubled: 0, late: 0, failed: 0 }
  // Changes by people have random numbers of their own: how many changes the connector makes differs from run to run.
  const random = { user: seededRandom(`webhooks of users ${seed}`), api: seededRandom(`webhooks of the app ${seed}`) }
  const sending = new Set<Promise<void>>()
  let reliable = false
  let next = 0

  async function deliver(change: Change, wait: number) {
    await setTimeout(wait)
    const running = hosts.running()
    const host = running[next++ % running.length]
    const sent = host && (await sendWebhook(webhookEndpoint(host), executionContext(change)))
    figures.sent += 1
    if (sent?.status !== 202) figures.failed += 1
  }
  function send(change: Change, wait: number) {
    const delivery = deliver(change, wait).finally(() => sending.delete(delivery))
    sending.add(delivery)
  }

  dataverse.onChange((change) => {
    if (subjectOf(change.table) === undefined) return
    if (reliable) return send(change, 0)
    const number = random[change.by].next()
    const wait = random[change.by].between(0, 3000)
    if (number < 0.05) figures.dropped += 1
    else if (number < 0.15) {
      figures.doubled += 1
      send(change, 0)
      send(change, wait)
    } else if (number < 0.35) {
      figures.late += 1
      send(change, wait)
    } else send(change, 0)
  })
  return {
    figures,
    makeReliable: () => {
      reliable = true
    },
    async settled() {
      while (sending.size) await Promise.all(sending)
    },
  }
}
