import type { Subject } from '../../dataverse/table-definition.ts'
import type { Services } from '../../services.ts'
import type { QueueName, RowReference } from '../../stores/queues.ts'

/**
 * Enqueues a changed row if its table is watched, unless only outcomes were written on it.
 * @param changed with the columns that an update set, where they are known
 */
export async function enqueueChange(
  changed: (RowReference & { columns: readonly string[] | undefined }) | undefined,
  correlation: string | undefined,
  {
    queues,
    subjectOf,
    isOutcome,
  }: Pick<Services, 'subjectOf' | 'isOutcome'> & { queues: Pick<Services['queues'], 'send'> },
): Promise<void> {
  const subject = changed && subjectOf(changed.table)
  if (!subject) return
  const { table, id, columns } = changed
  if (columns && isOutcome(table, columns)) return
  await queues.send(queueOf(subject), [{ table, id, correlation }])
}

/** The queue that reconciles rows of a subject. */
export function queueOf(subject: Subject): QueueName {
  switch (subject) {
    case 'consents':
      return 'configurations'
    case 'contacts':
      return 'registrations'
    case 'requests':
      return 'webinars'
    default:
      return subject
  }
}
