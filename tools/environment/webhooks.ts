import type { Change, Dataverse } from '@webinar-connector/dataverse-emulator'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { desiredSteps } from '../../crm/desired-state.ts'
import { subjectOf } from '../../lib/dataverse/tables.ts'

export type Subscription = {
  /** Statuses of the webhooks sent so far; undefined where there was no answer. */
  statuses: (number | undefined)[]
  /** Resolves when every webhook sent so far has its answer. */
  settled(): Promise<void>
}

export type StepsOf = 'messages' | 'columns'
type Host = Pick<FunctionsHost, 'url' | 'keys'>

/**
 * Sends a webhook for every change of the watched tables to a host, or to several in turn.
 * @param options.of only for what the steps name which `npm run crm` registers: `columns`, as it is, so that the connector
 *   hears nothing of its own writes; `messages`, whatever column was written, so that it hears them
 */
export function subscribe(
  dataverse: Dataverse,
  host: Host | readonly [Host, ...Host[]],
  { of }: { of?: StepsOf } = {},
): Subscription {
  const hosts = [host].flat()
  let next = 0
  const statuses: (number | undefined)[] = []
  const sent = new Set<Promise<void>>()
  dataverse.onChange((change: Change) => {
    if (subjectOf(change.table) === undefined || (of && !hasStep(change, of))) return
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

function hasStep({ table, message, values }: Change, of: StepsOf) {
  return desiredSteps.some(
    (step) =>
      step.table === table &&
      step.message === message &&
      (message !== 'Update' || of === 'messages' || step.filteringColumns.some((column) => column in values)),
  )
}

/** The service endpoint of the webhooks; the environment is named by its host. */
export function webhookEndpoint({ url, keys }: Host) {
  return {
    url: `${url}/api/webhooks/dataverse`,
    headers: { 'x-functions-key': keys.default },
    organization: '127.0.0.1',
  }
}
