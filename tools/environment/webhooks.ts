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

/** Sends a webhook for every change of the watched tables, with the connector's own writes, as Dataverse's steps do. */
export function subscribe(dataverse: Dataverse, host: Pick<FunctionsHost, 'url' | 'keys'>): Subscription {
  const endpoint = webhookEndpoint(host)
  const statuses: (number | undefined)[] = []
  const sent = new Set<Promise<void>>()
  dataverse.onChange((change: Change) => {
    if (subjectOf(change.table) === undefined) return
    const sending = sendWebhook(endpoint, executionContext(change)).then(({ status }) => {
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
export function webhookEndpoint({ url, keys }: Pick<FunctionsHost, 'url' | 'keys'>) {
  return { url: `${url}/api/webhooks/dataverse`, key: keys.default, organization: '127.0.0.1' }
}
