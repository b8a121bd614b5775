import type { Change, Dataverse } from '@webinar-connector/dataverse-emulator'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { subjectOf } from '../../lib/dataverse/tables.ts'

export type Subscription = {
  /** Statuses of the webhooks sent so far; undefined where there was no answer. */
  statuses: (number | undefined)[]
  /** Resolves when every webhook sent so far has its answer. */
  settled(): Promise<void>
}

type Host = Pick<FunctionsHost, 'url' | 'keys'>

/**
 * Sends a webhook for every change of the watched tables to a host, or to several in turn.
 * @param options.own false: not for the connector's own writes, as where the steps name their columns
 */
export function subscribe(
  dataverse: Dataverse,
  host: Host | readonly [Host, ...Host[]],
  { own = true }: { own?: boolean } = {},
): Subscription {
  const hosts = [host].flat()
  let next = 0
  const statuses: (number | undefined)[] = []
  const sent = new Set<Promise<void>>()
  dataverse.onChange((change: Change) => {
    if (subjectOf(change.table) === undefined || (change.by === 'api' && !own)) return
    const receiver = hosts[next++ % hosts.length]
    if (!receiver) return
    const sending = sendWebhook(webhookEndpoint(receiver), executionContext(change)).then(({ status }) => {
      statuses.push(status)
      sent.delete(sending)
    })
    sent.add(sending)
  })
  return {
    statuses,
    async settled() {
      while (sent.size) await Promise.all(sent)
    },
  }
}

/** The service endpoint of the webhooks; the environment is named by its host. */
export function webhookEndpoint({ url, keys }: Host) {
  return { url: `${url}/api/webhooks/dataverse`, key: keys.default, organization: '127.0.0.1' }
}
