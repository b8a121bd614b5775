import type { WebinarRow } from '../../model/crm.ts'
import { afterReview, noDrift } from '../../rules/ledger/drift-history.ts'
import { dayOf } from '../../rules/ledger/tally.ts'
import type { Services } from '../../services.ts'

/** Notes what a review found, for the ledger. @param differing ids of registrations that differ */
export async function noteReview(
  { kind, id, table, configuration = '' }: WebinarRow,
  differing: readonly string[],
  { crm, ledgerStore, markCounted, now }: Services,
) {
  if (!(await crm.hasLedger())) return
  const { history = noDrift } = (await ledgerStore.reviews(kind, id)) ?? {}
  await ledgerStore.setReviews(kind, id, configuration, now(), afterReview(history, dayOf(now()), differing))
  await markCounted({ table, id })
}
