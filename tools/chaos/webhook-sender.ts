import { setTimeout } from 'node:timers/promises'
import type { Change, Dataverse } from '@webinar-connector/dataverse-emulator'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import { subjectOf } from '../../lib/dataverse/tables.ts'
import { webhookEndpoint } from '../environment/webhooks.ts'
import type { Fleet } from './hosts.ts'
import { throwDice } from './seeded-random.ts'

export type Courier = {
  figures: { sent: number; dropped: number; doubled: number; late: number; failed: number }
  /** From now on every webhook arrives, once and at once. */
  reliable(): void
  /** Resolves once every webhook sent so far has its answer. */
  settled(): Promise<void>
}

/** Carries webhooks to whichever host is there, badly. */
export function startCourier(dataverse: Dataverse, fleet: Fleet, seed: number): Courier {
  const figures = { sent: 0, dropped: 0, doubled: 0, late: 0, failed: 0 }
  // What people do has dice of its own, so that the echo of the connector's writes does not change its fate.
  const dice = { user: throwDice(`webhooks ${seed}`), api: throwDice(`echoes ${seed}`) }
  const sending = new Set<Promise<void>>()
  let reliable = false
  let next = 0

  async function deliver(change: Change, wait: number) {
    await setTimeout(wait)
    const hosts = fleet.running()
    const host = hosts[next++ % hosts.length]
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
    const { roll, between } = dice[change.by]
    const [fate, wait] = [roll(), between(0, 3000)]
    if (fate < 0.05) figures.dropped += 1
    else if (fate < 0.15) {
      figures.doubled += 1
      send(change, 0)
      send(change, wait)
    } else if (fate < 0.35) {
      figures.late += 1
      send(change, wait)
    } else send(change, 0)
  })
  return {
    figures,
    reliable: () => {
      reliable = true
    },
    async settled() {
      while (sending.size) await Promise.all(sending)
    },
  }
}
