import type { InvocationContext } from '@azure/functions'
import * as v from 'valibot'
import { AppError } from '../base/errors.ts'
import type { RowReference } from '../state/queues.ts'
import { cleaned } from './clean-error.ts'

/** host.json, queues.maxDequeueCount: the host gives a message that many tries. */
export const maxTries = 5

const Message = v.object({
  table: v.pipe(v.string(), v.nonEmpty()),
  id: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
})

/**
 * Works on one message. What may succeed later is thrown back to the host; what never can is set aside at once, so that
 * it does not go round and round.
 * @param run does the work; `'set aside'` means that only other data can help
 */
export async function work(
  entry: unknown,
  context: InvocationContext,
  setAside: (message: unknown) => Promise<void>,
  run: (row: RowReference, lastTry: boolean) => Promise<unknown>,
): Promise<void> {
  const message = v.safeParse(Message, entry)
  if (!message.success) {
    context.warn('A message that names no row was set aside.')
    await setAside(entry)
    return
  }
  const row = message.output
  const said = `${row.table} ${row.id}`
  try {
    const ending = await run(row, Number(context.triggerMetadata?.dequeueCount ?? 1) >= maxTries)
    context.log(`${said}: ${describe(ending)}`)
    if (ending === 'set aside') await setAside(row)
  } catch (error) {
    const clean = cleaned(error)
    if (!(error instanceof AppError) || error.retry) throw clean
    context.warn(`${said}: set aside. ${clean.message}`)
    await setAside(row)
  }
}

function describe(ending: unknown) {
  return typeof ending === 'string' ? ending : JSON.stringify(ending ?? 'nothing to do')
}
