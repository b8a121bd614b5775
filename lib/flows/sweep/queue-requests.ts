import { minute } from '../../core/time.ts'
import type { RequestRow } from '../../model/request.ts'
import { requestedWork } from '../../rules/requests/requested-work.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'

/** A request that nobody took up has lost its webhook after this. */
const untouched = 2 * minute
/** One that somebody took up has a message that comes again sooner than this. */
const leftAlone = 15 * minute

/** Enqueues requests in Dynamics that no message is about any more; how many those are. */
export async function enqueueRequests(services: Services): Promise<number> {
  const lost: RowReference[] = []
  for await (const request of services.crm.openRequests()) {
    if (await isLeftAlone(request, services)) lost.push({ table: request.table, id: request.id })
  }
  await services.queues.send('webinars', lost)
  return lost.length
}

async function isLeftAlone(request: RequestRow, { requestStore, now }: Services) {
  const work = requestedWork(request)
  const handled = 'key' in work ? await requestStore.handled(work.key) : undefined
  if (handled?.request === request.id) return now().getTime() - handled.until.getTime() > leftAlone
  return now().getTime() - request.createdOn.getTime() > untouched
}
