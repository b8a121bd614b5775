import { hour } from '../../core/time.ts'
import type { Services } from '../../services.ts'

/** With more messages than this, the queue is working on an import; fewer are soon done, and one more each costs little. */
const many = 500
/** An import holds a look up for so long at most. */
const longestImport = hour

/** Whether so many registrations wait that theirs are better left to the messages that they have. */
export async function isImporting({ queueLength }: Pick<Services, 'queueLength'>): Promise<boolean> {
  return (await queueLength('registrations')) > many
}

/**
 * Whether a look is put off for an import. Its cursor stays where it is, so nothing is lost: the look that follows the
 * import, an hour later at the latest, finds all that was not worked on meanwhile.
 * @param toldUntil until when the look before has found all there was
 */
export async function waitsForImport(
  toldUntil: Date,
  services: Pick<Services, 'queueLength' | 'now'>,
): Promise<boolean> {
  return services.now().getTime() - toldUntil.getTime() < longestImport && (await isImporting(services))
}
