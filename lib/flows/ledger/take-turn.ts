import { QuotaReachedError } from '../../core/errors.ts'
import { second } from '../../core/time.ts'
import { isCovered, nextPace, waitOf } from '../../rules/ledger/pace.ts'
import type { Services } from '../../services.ts'
import type { Counting, LedgerStore } from '../../stores/ledger.ts'

const neverCounted = {
  ...{ configuration: '', countedAt: new Date(0), completeAt: undefined, pace: 0, rows: 0, waiting: 0, refused: 0 },
  ...{ seenWaiting: undefined, hash: '', days: {} },
} satisfies Counting

/**
 * Takes a turn at counting, whichever instance it is; undefined if others have counted all that the message is about.
 * @param sentAt when the message was sent
 * @throws QuotaReached with the time to come back at, Conflict if another worker takes a turn
 */
export async function takeTurn(
  subject: Parameters<LedgerStore['counting']>[0],
  id: string,
  sentAt: Date,
  { ledgerStore, now }: Pick<Services, 'ledgerStore' | 'now'>,
): Promise<{ last: Counting; etag: string } | undefined> {
  const known = await ledgerStore.counting(subject, id)
  const at = now()
  if (known) {
    if (known.completeAt && isCovered(known.completeAt, sentAt)) return undefined
    const wait = waitOf(known, known.rows, at)
    if (wait > 0) {
      const busy = { code: 'asked_to_wait', system: 'Dataverse' } as const
      throw new QuotaReachedError(busy, { message: 'It was counted just now.', retryAfter: wait / second })
    }
  }
  const last = { ...(known ?? neverCounted), countedAt: at, pace: nextPace(known, at) }
  return { last, etag: await ledgerStore.put(subject, id, last, known?.etag ?? 'new') }
}
