import type { UserMessage } from '../messages/message.ts'

/**
 * The status last written on a row: its code, and a hash of the text. `version`: of the row as the app wrote it, or found
 * nothing to write; empty where the row may hold something that was not dealt with. `seenAt`: when the reading began of
 * the row, and of its contact, that it speaks of; of registrations only.
 */
export type WrittenStatus = { code: string; hash: string; version?: string; seenAt?: Date | undefined }

/** The record while a row is being written: a crash leaves it open what the row says. */
export const unknownStatus: WrittenStatus = { code: '', hash: '' }

/** The status that a registration row shows. */
export type ShownStatus = {
  synced: boolean
  state: 'pending' | 'published' | 'parent failed' | 'failed' | 'provider error'
  /** At most 100 characters. Nothing is decided by what it says. */
  text: string
  /** Undefined leaves what stands there. */
  providerId: string | undefined
}

/** The status that a registration row should show: the text is made last, of the message. */
export type SyncStatus = Omit<ShownStatus, 'text'> & { message: UserMessage }
