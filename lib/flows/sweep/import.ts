import type { Services } from '../../services.ts'

/** With more messages than this, the queue is working on an import; fewer are soon done, and one more each costs little. */
const many = 500

/** Whether so many registrations wait that theirs are better left to the messages that they have. */
export async function isImporting({ queueLength }: Pick<Services, 'queueLength'>): Promise<boolean> {
  return (await queueLength('registrations')) > many
}
