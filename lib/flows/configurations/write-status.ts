import { ConflictError } from '../../core/errors.ts'
import type { ConfigurationPatch } from '../../dataverse/configurations.ts'
import type { UserMessage } from '../../messages/message.ts'
import { sentences, textHash } from '../../messages/sentence.ts'
import type { Services } from '../../services.ts'

/** The column of the message takes so many characters. */
const room = 1000

type Needed = Pick<Services, 'crm' | 'statusStore' | 'language'>
type Messages = readonly [UserMessage, ...UserMessage[]]

/**
 * Writes on a configuration row how things stand, and remembers the code of the last message.
 * @param etag only in that very version of the row, else `ConflictError`
 */
export async function writeConfigurationStatus(
  id: string,
  messages: Messages,
  news: Omit<ConfigurationPatch, 'message'>,
  services: Needed,
  etag?: string,
) {
  await write(id, await statusOf(messages, services), news, services, etag)
}

/** Writes messages on a row as it was read, unless they are what was last written: each write sends another webhook. */
export async function writeIfNews({ id, etag }: { id: string; etag: string }, messages: Messages, services: Needed) {
  const status = await statusOf(messages, services)
  const written = await services.statusStore.written('configuration', id)
  if (written?.code === status.code && written.hash === status.hash) return
  await write(id, status, {}, services, etag)
}

async function statusOf(messages: Messages, { language }: Needed) {
  const message = sentences(messages, await language(), room)
  return { message, code: (messages.at(-1) ?? messages[0]).code, hash: textHash(message) }
}

async function write(
  id: string,
  { message, ...status }: Awaited<ReturnType<typeof statusOf>>,
  news: Omit<ConfigurationPatch, 'message'>,
  { crm, statusStore }: Needed,
  etag: string | undefined,
) {
  // The row comes first: a worker that read an older version of it writes nothing, and after a crash the next run writes again.
  const version = etag
    ? await crm.writeConfiguration(id, { ...news, message }, etag)
    : await writeOverLast(id, { ...news, message }, { crm, statusStore })
  await statusStore.note('configuration', id, id, { ...status, version })
}

/** Shows when attendance was last read. */
export async function writeMetricsTime(id: string, metricsAt: Date, services: Pick<Services, 'crm' | 'statusStore'>) {
  const version = await writeOverLast(id, { metricsAt }, services)
  await services.statusStore.noteVersion('configuration', id, version)
}

/**
 * Writes over whatever the row is; answers the version that was dealt with: empty if somebody changed the row since the
 * app last wrote it, which a sweep then has to find.
 */
async function writeOverLast(
  id: string,
  news: ConfigurationPatch,
  { crm, statusStore }: Pick<Services, 'crm' | 'statusStore'>,
): Promise<string> {
  const written = await statusStore.written('configuration', id)
  try {
    if (written?.version) return await crm.writeConfiguration(id, news, written.version)
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error
  }
  await crm.writeConfiguration(id, news)
  return ''
}
