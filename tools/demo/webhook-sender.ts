import type { Change, Dataverse } from '@webinar-connector/dataverse-emulator'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import pLimit from 'p-limit'
import { type Subscription, subscribe, webhookEndpoint } from '../environment/webhooks.ts'

export type Webhook = { change: Change; stripped?: boolean }

export type WebhookSender = {
  subscription: Subscription
  /** Runs work and returns the changes that it makes as a person, without sending webhooks for them. */
  capture(work: () => void): Change[]
  /** Sends webhooks, several lists at once; those of one list one after the other. */
  send(lists: readonly Webhook[][]): Promise<void>
}

const concurrency = 8

/** Sends every change to the app as Dataverse does, except for captured ones, which the demo sends in its own way. */
export function startWebhookSender(dataverse: Dataverse, host: FunctionsHost): WebhookSender {
  let captured: Change[] | undefined
  const isCaptured = ({ by }: Change) => captured && by === 'user'
  const subscription = subscribe(
    {
      ...dataverse,
      onChange: (notify) =>
        dataverse.onChange((change) => void (isCaptured(change) ? captured?.push(change) : notify(change))),
    },
    host,
  )
  const endpoint = webhookEndpoint(host)
  const limit = pLimit(concurrency)
  return {
    subscription,
    capture(work) {
      const changes: Change[] = []
      captured = changes
      work()
      captured = undefined
      return changes
    },
    async send(lists) {
      await limit.map(lists, async (list) => {
        for (const { change, stripped } of list) {
          const { status } = await sendWebhook(endpoint, executionContext(change), stripped ? { stripped } : {})
          subscription.statuses.push(status)
        }
      })
    },
  }
}
