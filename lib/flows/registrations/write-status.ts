import { NotFoundError } from '../../core/errors.ts'
import { sentence, textHash } from '../../messages/sentence.ts'
import type { Registration } from '../../model/crm.ts'
import type { SyncStatus } from '../../model/status.ts'
import { rowStatus } from '../../rules/registrations/standing.ts'
import { isUnchanged } from '../../rules/registrations/sync-status.ts'
import type { Services } from '../../services.ts'

/** The column of the status takes so many characters. */
const room = 100

/**
 * Writes the status on each row where it is new, and only over the version that was read; then that version counts as
 * reconciled, and what was written is remembered by its code.
 * @param configuration the account that the event or session runs with; empty if none
 * @param newRow a registration that had no record before: no status is looked for
 * @returns how many rows it is new on
 * @throws ConflictError if a row was changed in between
 */
export async function writeStatus(
  registrations: readonly Registration[],
  configuration: string,
  status: SyncStatus,
  { crm, statusStore, language }: Services,
  newRow?: string,
): Promise<number> {
  let news = 0
  for (const registration of registrations) {
    const { kind, id, outcome: shown, etag } = registration
    const { message, ...rest } = rowStatus(registration, status)
    const text = sentence(message, await language(), room)
    const written = id === newRow ? undefined : await statusStore.written('registration', id)
    if (isUnchanged(shown, written, { message, ...rest }, text)) {
      const { code } = message
      // A text that the first release wrote counts from now on.
      if (!written)
        await statusStore.note('registration', id, configuration, { code, hash: textHash(shown.text), version: etag })
      else await statusStore.noteVersion('registration', id, etag)
      continue
    }
    const version = await crm.writeOutcome(kind, id, { ...rest, text }, etag).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
    })
    if (version === undefined) continue
    await statusStore.note('registration', id, configuration, { code: message.code, hash: textHash(text), version })
    news += 1
  }
  return news
}
