import type { Change, Dataverse } from '@webinar-connector/dataverse-emulator'
import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import pLimit from 'p-limit'
import { type Subscription, subscribe, webhookEndpoint } from '../environment/webhooks.ts'

export type Letter = { change: Change; stripped?: boolean }

export type Courier = {
  webhooks: Subscription
  /** The changes that people make meanwhile are not told to the app but handed over. */
  hold(work: () => void): Change[]
  /** Sends webhooks, a few at a time; those of one list one after the other. */
  deliver(letters: readonly Letter[][]): Promise<void>
}

const sentAtOnce = 8

/** Sends every change to the app as Dataverse does, except for those whose way the demo wants to choose. */
export function startCourier(dataverse: Dataverse, host: FunctionsHost): Courier {
  let held: Change[] | undefined
  const keeps = ({ by }: Change) => held && by === 'user'
  const webhooks = subscribe(
    {
      ...dataverse,
      onChange: (tell) => dataverse.onChange((change) => void (keeps(change) ? held?.push(change) : tell(change))),
    },
    host,
  )
  const endpoint = webhookEndpoint(host)
  const limit = pLimit(sentAtOnce)
  return {
    webhooks,
    hold(work) {
      const changes: Change[] = []
      held = changes
      work()
      held = undefined
      return changes
    },
    async deliver(letters) {
      await limit.map(letters, async (inOrder) => {
        for (const { change, stripped } of inOrder) {
          const { status } = await sendWebhook(endpoint, executionContext(change), stripped ? { stripped } : {})
          webhooks.statuses.push(status)
        }
      })
    },
  }
}
