import * as v from 'valibot'
import { day, hour, minute } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { isImporting } from './import.ts'

/** A registration that is still untouched after this has lost its webhook, or the host that had it in hand. */
const pendingTooLong = 2 * minute
/** In an import it may still wait for its turn until then. */
const pendingInImport = hour
/** Each is enqueued once when it has waited too long, and so often with all others that still wait. */
const againEvery = 15 * minute
/** Older ones are left to the review of their webinar. */
const oldest = 30 * day
/** Rows of one look at most; those that follow come with the next one. */
const most = { once: 5_000, again: 500 }

const cursorName = 'pending'
/** Until when those were enqueued once that were made, and when all others last were; as times. */
const Cursor = v.fallback(v.pipe(v.string(), v.parseJson(), v.object({ until: v.number(), againAt: v.number() })), {
  until: 0,
  againAt: 0,
})

/** Enqueues registrations that nobody has dealt with for too long; how many that were. */
export async function queuePending(signal: AbortSignal, services: Services): Promise<number> {
  const { crm, cursors, queues } = services
  const now = services.now().getTime()
  const last = v.parse(Cursor, (await cursors.cursor(cursorName)) ?? '')
  const until = now - ((await isImporting(services)) ? pendingInImport : pendingTooLong)
  const enqueue = async (from: number, to: number, limit: number) => {
    const rows: RowReference[] = []
    if (from >= to) return 0
    for await (const row of crm.pendingRegistrations(new Date(from), new Date(to))) {
      if (rows.push(row) === limit || signal.aborted) break
    }
    await queues.send('registrations', rows)
    return rows.length
  }
  const since = Math.max(last.until, now - oldest)
  const isAgain = now - last.againAt >= againEvery
  const once = await enqueue(since, until, most.once)
  const others = isAgain ? await enqueue(now - oldest, Math.min(since, until), most.again) : 0
  const next = { until: Math.max(until, last.until), againAt: isAgain ? now : last.againAt }
  if (!signal.aborted) await cursors.setCursor(cursorName, JSON.stringify(next))
  return once + others
}
