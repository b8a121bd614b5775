import { NotFoundError } from '../../core/errors.ts'
import { sentence, textHash } from '../../messages/sentence.ts'
import type { Registration } from '../../model/crm.ts'
import type { SyncStatus } from '../../model/status.ts'
import { isActive, rowStatus } from '../../rules/registrations/standing.ts'
import { isUnchanged } from '../../rules/registrations/sync-status.ts'
import type { Services } from '../../services.ts'

/**
 * `isNew`: it had no record before, so no status is looked for. `link`: the address of its join link, where the app can
 * tell it.
 */
type InHand = { id: string; isNew: boolean; link: string | undefined }

/** The column of the status takes so many characters. */
export const statusRoom = 100

/**
 * Writes the status on each row where it is new, and only over the version that was read; then that version counts as
 * reconciled, and what was written is remembered by its code.
 * @param seenAt when the reading of these rows and their contacts began
 * @param configuration the account that the event or session runs with; empty if none
 * @param inHand the registration whose message is worked on
 * @returns how many rows it is new on
 * @throws ConflictError if a row was changed in between
 */
export async function writeStatus(
  registrations: readonly Registration[],
  seenAt: Date,
  configuration: string,
  status: SyncStatus,
  { crm, statusStore, language }: Services,
  inHand?: InHand,
): Promise<number> {
  let news = 0
  for (const registration of registrations) {
    const { kind, id, outcome: shown, etag } = registration
    const { message, ...rest } = rowStatus(registration, status)
    const text = sentence(message, await language(), statusRoom)
    const isNew = id === inHand?.id && inHand.isNew
    const written = isNew ? undefined : await statusStore.written('registration', id)
    const link = linkOn(registration, status, inHand)
    if (link === undefined && isUnchanged(shown, written, { message, ...rest }, text)) {
      const { code } = message
      const kept = { code, hash: textHash(shown.text), version: etag, seenAt }
      // A text that the first release wrote counts from now on.
      if (!written) await statusStore.note('registration', id, configuration, kept)
      else await statusStore.noteVersion('registration', id, etag, seenAt)
      continue
    }
    const outcome = { ...rest, text, ...(link !== undefined && { joinLink: link }) }
    const version = await crm.writeOutcome(kind, id, outcome, etag).catch((error: unknown) => {
      if (!(error instanceof NotFoundError)) throw error
    })
    if (version === undefined) continue
    const next = { code: message.code, hash: textHash(text), version, seenAt }
    await statusStore.note('registration', id, configuration, next)
    news += 1
  }
  return news
}

/**
 * The join link that the row does not show yet: that of somebody who is registered, none of anybody else. Undefined: what
 * it shows stays.
 */
function linkOn(registration: Registration, status: SyncStatus, inHand: InHand | undefined): string | undefined {
  const { id, joinLink: shown } = registration
  if (shown === undefined) return undefined
  const isOver = !isActive(registration) || status.message.code === 'erased'
  const isTold = !isOver && status.synced && id === inHand?.id
  const right = isOver ? '' : isTold ? inHand.link : undefined
  return right === shown ? undefined : right
}
