import type { InvocationContext } from '@azure/functions'
import * as v from 'valibot'
import { correlated } from '../base/correlation.ts'
import { AppError } from '../base/errors.ts'
import type { Message, QueueName, Queues, RowReference } from '../state/queues.ts'
import { cleaned } from './clean-error.ts'
import { isLastTry, waitBefore } from './come-back.ts'

export type Neighbours = {
  queues: Queues
  /** Told how every message ended, for those who wait for it. */
  ended(queue: QueueName, message: Message, how: 'done' | 'failed'): Promise<void>
  now(): Date
}

const Queued = v.object({
  table: v.pipe(v.string(), v.nonEmpty()),
  id: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
  correlation: v.optional(v.string()),
  run: v.optional(v.string()),
  since: v.optional(v.pipe(v.string(), v.isoTimestamp())),
  tries: v.optional(v.number(), 0),
})

/**
 * Works on one message. What may succeed later comes back by itself, after a growing wait and without using up the
 * host's count of tries; what never can is set aside at once. Only what nobody foresaw is left to the host.
 */
export async function work(
  entry: unknown,
  context: InvocationContext,
  queue: QueueName,
  { queues, ended, now }: Neighbours,
  run: (row: RowReference, lastTry: boolean) => Promise<unknown>,
): Promise<void> {
  const read = v.safeParse(Queued, entry)
  if (!read.success) {
    context.warn(`${queue}: a message that names no row was set aside`)
    await queues.setAside(queue, { table: '', id: '', kind: 'unreadable', reason: 'The message names no row.' })
    return
  }
  const message = { ...read.output, since: read.output.since ?? now().toISOString(), tries: read.output.tries + 1 }
  const { table, id, correlation } = message
  const say = (ending: string) => `${queue} ${table} ${id}: ${ending} [${correlation ?? context.invocationId}]`
  const lastTry = isLastTry(new Date(message.since), now())
  try {
    const ending = await correlated(correlation, () => run({ table, id }, lastTry))
    await ended(queue, message, 'done')
    context.log(say(typeof ending === 'string' ? ending : JSON.stringify(ending ?? 'nothing to do')))
  } catch (error) {
    const clean = cleaned(error)
    if (!(error instanceof AppError)) throw clean
    if (error.retry && !lastTry) {
      const wait = waitBefore(error, message.tries, Math.random())
      await queues.send(queue, [message], wait)
      context.log(say(`comes back in ${Math.ceil(wait / 1000)} s: ${clean.message}`))
      return
    }
    const kind = error.retry ? 'gave_up' : 'refused'
    await queues.setAside(queue, { ...message, kind, reason: clean.message, configuration: error.configuration })
    await ended(queue, message, 'failed')
    context.warn(say(`${kind}: ${clean.message}`))
  }
}
