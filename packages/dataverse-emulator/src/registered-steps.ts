import { randomUUID } from 'node:crypto'
import { endpointOf } from './service-endpoint.ts'
import type { Change, Store } from './store.ts'
import type { Values } from './types.ts'
import { wholeSecond } from './value.ts'
import { executionContext, sendWebhook } from './webhook.ts'

/** Status reasons of a system job (learn.microsoft.com/power-apps/developer/data-platform/reference/entities/asyncoperation). */
const SUCCEEDED = 30
const FAILED = 31

/**
 * Runs the asynchronous webhook steps that are registered, after each change that they are for. A failed run leaves a
 * system job, a success only where the step does not delete it.
 * @param organization host name of the environment
 * @returns resolves once every webhook sent so far has its answer
 */
export function runRegisteredSteps(store: Store, organization: () => string): () => Promise<void> {
  const sent = new Set<Promise<void>>()
  store.onChange((change) => {
    for (const { id, values } of store.entries('sdkmessageprocessingstep')) {
      if (!isFor(store, values, change)) continue
      const sending = run(store, id, values, change, organization()).finally(() => sent.delete(sending))
      sent.add(sending)
    }
  })
  return async () => {
    while (sent.size) await Promise.all(sent)
  }
}

function isFor(store: Store, step: Values, { message, table, values }: Change): boolean {
  if (step.statecode !== 0 || step.mode !== 1) return false
  if (store.get('sdkmessage', String(step.sdkmessageid))?.name !== message) return false
  const filter = store.get('sdkmessagefilter', String(step.sdkmessagefilterid))
  if (filter?.primaryobjecttypecode !== table) return false
  const columns = String(step.filteringattributes ?? '')
    .split(',')
    .filter(Boolean)
  return message !== 'Update' || columns.length === 0 || columns.some((column) => column in values)
}

async function run(store: Store, step: string, values: Values, change: Change, organization: string) {
  const endpoint = store.get('serviceendpoint', String(values.eventhandler)) ?? {}
  const { status } = await sendWebhook(endpointOf(endpoint, organization), executionContext(change))
  const succeeded = status !== undefined && status < 300
  if (succeeded && values.asyncautodelete) return
  const id = randomUUID()
  const at = wholeSecond(store.now())
  store.put('asyncoperation', id, {
    asyncoperationid: id,
    name: values.name ?? null,
    owningextensionid: step,
    message: succeeded ? null : `The webhook call failed because the http request has ${status ?? 'no answer'}.`,
    statecode: 3,
    statuscode: succeeded ? SUCCEEDED : FAILED,
    createdon: at,
    modifiedon: at,
    versionnumber: store.nextVersion(),
  })
}
