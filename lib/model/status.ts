import type { UserMessage } from '../messages/message.ts'

/** What was last written on a row for people: its code, and a hash of the text. */
export type WrittenStatus = { code: string; hash: string }

/** What a registration row shows of itself and the provider. */
export type ShownStatus = {
  synced: boolean
  state: 'pending' | 'published' | 'parent failed' | 'failed' | 'provider error'
  /** At most 100 characters. Nothing is decided by what it says. */
  text: string
  /** Undefined leaves what stands there. */
  providerId: string | undefined
}

/** What a registration row should show: the text is made last, of the message. */
export type SyncStatus = Omit<ShownStatus, 'text'> & { message: UserMessage }
