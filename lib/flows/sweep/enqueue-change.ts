import type { Subject } from '../../dataverse/table-definition.ts'
import type { Services } from '../../services.ts'
import type { QueueName, RowReference } from '../../stores/queues.ts'

/** Enqueues a changed row if its table is watched. */
export async function enqueueChange(
  row: RowReference | undefined,
  correlation: string | undefined,
  { queues, subjectOf }: Services,
): Promise<void> {
  const subject = row && subjectOf(row.table)
  if (subject) await queues.send(queueOf(subject), [{ ...row, correlation }])
}

/** The queue that reconciles rows of a subject. */
export function queueOf(subject: Subject): QueueName {
  if (subject === 'consents') return 'configurations'
  return subject === 'contacts' ? 'registrations' : subject
}
