import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'

/** Queues a changed row where it concerns somebody; rows of other tables, and changes of no row, concern nobody. */
export async function enqueueChange(
  row: RowReference | undefined,
  correlation: string | undefined,
  { queues, subjectOf }: Services,
): Promise<void> {
  const subject = row && subjectOf(row.table)
  if (subject) await queues.send(subject, [{ ...row, correlation }])
}
