import type { Subject } from '../../dataverse/tables.ts'
import type { Queues, RowReference } from '../../stores/queues.ts'

export type Neighbours = { queues: Pick<Queues, 'send'>; subjectOf(table: string): Subject | undefined }

/** Queues a changed row where it concerns somebody; rows of other tables, and changes of no row, concern nobody. */
export async function queueChange(
  row: RowReference | undefined,
  correlation: string | undefined,
  { queues, subjectOf }: Neighbours,
): Promise<void> {
  const subject = row && subjectOf(row.table)
  if (subject) await queues.send(subject, [{ ...row, correlation }])
}
