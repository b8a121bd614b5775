import { ConflictError, ifConflict } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import type { RequestRow } from '../../model/request.ts'
import { type RequestedWork, requestedWork } from '../../rules/requests/requested-work.ts'
import type { Services } from '../../services.ts'
import type { End } from './proceed.ts'

/** Longer than a worker has a request in hand. */
const longestWork = 10 * minute

/** The work is the request's alone until it is put down; or it is another one's, or no work is due yet. */
type TakenUp = { putDown(until: Date): Promise<unknown> } | { duplicate: End } | 'not due'

/** Makes a request the one that is at its work. @throws ConflictError while another worker has it in hand */
export async function takeUp(request: RequestRow, work: RequestedWork, services: Services): Promise<TakenUp> {
  const { crm, requestStore, now } = services
  const { id } = request
  for (;;) {
    const handled = await requestStore.handled(work.key)
    if (handled?.request === id && handled.until > now()) {
      if (handled.busy) throw new ConflictError('Another worker is at this request.')
      return 'not due'
    }
    const other = handled && handled.request !== id ? await crm.request(handled.request) : undefined
    const duplicate = other && endAsDuplicate(request, work, other)
    if (duplicate) return { duplicate }
    const until = new Date(now().getTime() + longestWork)
    const etag = await requestStore
      .handle(work.key, { request: id, until, busy: true }, handled?.etag ?? 'new')
      .catch(ifConflict)
    const putDown = (until: Date, etag: string) =>
      requestStore.handle(work.key, { request: id, until, busy: false }, etag).catch(ifConflict)
    if (etag !== undefined) return { putDown: (until) => putDown(until, etag) }
  }
}

/** A request for what another one is at, or came to while this one waited, has its answer there. */
function endAsDuplicate(request: RequestRow, work: RequestedWork, other: RequestRow): End | undefined {
  const others = requestedWork(other)
  if ('problem' in others || others.key !== work.key) return undefined
  const { name, run } = other
  if (other.state !== 'over') return { answer: [{ code: 'request_under_way', name }], run }
  // Dataverse tells times to the second: what was ordered in the very second of the end may be meant anew.
  const isMeanwhile = other.finishedOn !== undefined && other.finishedOn > request.createdOn
  return isMeanwhile ? { answer: [{ code: 'request_done_meanwhile', name }], run } : undefined
}
