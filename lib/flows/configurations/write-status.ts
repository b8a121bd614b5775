import { ConflictError } from '../../core/errors.ts'
import type { ConfigurationPatch } from '../../dataverse/configurations.ts'
import type { UserMessage } from '../../messages/message.ts'
import { sentences, textHash } from '../../messages/sentence.ts'
import type { Services } from '../../services.ts'

/** The column of the message takes so many characters. */
const room = 1000

type Needed = Pick<Services, 'crm' | 'statusStore' | 'language'>
type Messages = readonly [UserMessage, ...UserMessage[]]

/** Somebody else who writes on the row is done after a round or two. */
const rounds = 5

/**
 * Writes on a configuration row how things stand, and remembers the code of the last message. Without an etag it comes
 * after whatever somebody else writes at the same time.
 * @param etag only in that very version of the row, else `ConflictError`
 */
export async function writeConfigurationStatus(
  id: string,
  messages: Messages,
  news: Omit<ConfigurationPatch, 'message'>,
  services: Needed,
  etag?: string,
) {
  for (let round = 1; ; round += 1) {
    try {
      return await write(id, messages, news, services, { etag, always: true })
    } catch (error) {
      if (!(error instanceof ConflictError) || etag !== undefined || round === rounds) throw error
    }
  }
}

/** Writes messages on a row as it was read, unless they are what was last written: each write wakes the webhook again. */
export async function writeIfNews({ id, etag }: { id: string; etag: string }, messages: Messages, services: Needed) {
  await write(id, messages, {}, services, { etag, always: false })
}

async function write(
  id: string,
  messages: Messages,
  news: Omit<ConfigurationPatch, 'message'>,
  { crm, statusStore, language }: Needed,
  { etag, always }: { etag: string | undefined; always: boolean },
) {
  const message = sentences(messages, await language(), room)
  const next = { code: (messages.at(-1) ?? messages[0]).code, hash: textHash(message) }
  const written = await statusStore.written('configuration', id)
  if (!always && written?.code === next.code && written.hash === next.hash) return
  await statusStore.write('configuration', id, id, written, next, () =>
    crm.writeConfiguration(id, { ...news, message }, etag),
  )
}
