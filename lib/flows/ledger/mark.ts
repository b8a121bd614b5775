import { LRUCache } from 'lru-cache'
import { minute } from '../../core/time.ts'
import { gatheringTime } from '../../rules/ledger/pace.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'

/** A webinar of which nothing was heard for so long is again counted within a second. */
const rested = 2 * minute

/**
 * Notes that something of a webinar, or of an account's days, has to be counted: one message for all that happens until
 * it is seen. What is written before this is called is counted by that message or a later one, whoever dies meanwhile.
 */
export function createCountMarks({ queues, crm }: Pick<Services, 'queues' | 'crm'>) {
  const marks = new LRUCache<string, { until: number; pace: number; sending: Promise<void> }>({ max: 5000 })

  return async function markCounted({ table, id }: RowReference): Promise<void> {
    const key = `${table} ${id}`
    const last = marks.get(key)
    if (last && performance.now() < last.until) return last.sending
    // Where it cannot be asked whether there is a ledger, the message finds out.
    if (!(await crm.hasLedger().catch(() => true))) return
    const now = performance.now()
    const pace = last && now - last.until < rested ? last.pace + 1 : 0
    const wait = gatheringTime(pace)
    const sending = queues.send('webinars', [{ table, id, work: 'ledger' }], wait)
    marks.set(key, { until: now + wait, pace, sending })
    await sending.catch((error: unknown) => {
      marks.delete(key)
      throw error
    })
  }
}
