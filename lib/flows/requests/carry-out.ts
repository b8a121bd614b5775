import { AppError, ifNotFound } from '../../core/errors.ts'
import type { RequestRow } from '../../model/request.ts'
import { requestedWork } from '../../rules/requests/requested-work.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { endBy, type Order, recordEnd, recordOrderOnRow } from '../operations/audited.ts'
import { orderOf } from './order.ts'
import { type End, proceed } from './proceed.ts'
import { takeUp } from './take-up.ts'
import { writeBegin, writeEnd } from './write-request.ts'

/**
 * Carries out what somebody ordered by a row in Dynamics. The row says whether that is still to be done. Two requests for
 * the same are one piece of work, and the later one says so. One that waits for its run is looked at again after a pause.
 * @throws AppError to try again; the row says for what it waits
 */
export async function carryOut(row: RowReference, isFinal: boolean, services: Services) {
  // Nobody waits for an answer on a row that was deleted meanwhile.
  return (await carry(row, isFinal, services).catch(ifNotFound)) ?? 'nothing'
}

async function carry({ table, id }: RowReference, isFinal: boolean, services: Services) {
  const { crm, queues, now } = services
  const request = await crm.request(id)
  if (!request || request.state === 'over') return 'nothing'
  const work = requestedWork(request)
  if ('problem' in work) {
    await writeEnd(request, 'failed', { answer: [work.problem] }, services)
    return 'failed'
  }
  const order = orderOf(request, work)
  await recordOrderOnRow({ ...order, at: request.createdOn }, services)
  const taken = await takeUp(request, work, services)
  if (taken === 'not due') return 'under way'
  if ('duplicate' in taken) return end(request, order, taken.duplicate, services)
  let pause = 0
  try {
    const running = await writeBegin(request, work, services)
    const step = await proceed(running, work, isFinal, services)
    if (!('pause' in step)) return await end(running, order, step, services)
    pause = step.pause
  } finally {
    // Clocks differ: the message that comes after the pause must not be early for another instance.
    await taken.putDown(new Date(now().getTime() + pause / 2))
  }
  await queues.send('webinars', [{ table, id }], pause)
  return 'under way'
}

async function end(request: RequestRow, order: Order, ended: End, services: Services) {
  const { error, run } = ended
  await recordEnd(order, error === undefined ? { outcome: 'done', run } : { ...endBy(error), run }, services)
  const state = error === undefined ? 'done' : 'failed'
  await writeEnd(request, state, ended, services)
  // The log has where it happened.
  if (error !== undefined && !(error instanceof AppError)) throw error
  return state
}
