import type { Change, Dataverse } from '@webinar-connector/dataverse-emulator'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { subjectOf } from '../../lib/dataverse/tables.ts'

export type Subscription = {
  /** Final statuses of the webhooks sent so far. */
  statuses: (number | undefined)[]
  /** Resolves once every webhook sent so far has its answer. */
  settled(): Promise<void>
}

/** Sends a webhook for every change of the connector's tables, its own writes included, as Dataverse's steps do. */
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

/** Where Dataverse's service endpoint points to; the environment is known by its host name. */
export function webhookEndpoint({ url, keys }: Pick<FunctionsHost, 'url' | 'keys'>) {
  return { url: `${url}/api/webhooks/dataverse`, key: keys.default, organization: '127.0.0.1' }
}
