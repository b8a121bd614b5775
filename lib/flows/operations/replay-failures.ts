import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Language } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Services } from '../../services.ts'
import type { Failure, FailureFilter } from '../../stores/failures.ts'

const pageSize = 100

/** A page of what gave up; `next` is where the following page begins. */
export async function listFailures(
  filter: FailureFilter,
  after: string | undefined,
  { failureStore, language }: Services,
) {
  const page = await failureStore.page(filter, pageSize, after)
  const spoken = await language()
  return { failures: page.failures.map((failure) => failureView(failure, spoken)), next: page.next ?? null }
}

/**
 * Sends one message again; it is an ordinary one, and its failure is forgotten when it goes well.
 * @throws NotFound if there is no such failure, Refused if it was about no row
 */
export async function replayFailure(id: string, { failureStore, queues }: Services) {
  const failure = await failureStore.failure(id)
  if (!failure) throw new NotFoundError({ code: 'failure_unknown' })
  if (!failure.row) throw new RefusedError({ code: 'failure_without_row' })
  await send([failure], queues)
  return { replayed: 1 }
}

/** Sends again all that gave up and fit the filter; how many that were. */
export async function replayFailures(filter: FailureFilter, { failureStore, queues }: Services) {
  let replayed = 0
  let after: string | undefined
  do {
    const page = await failureStore.page(filter, pageSize, after)
    const those = page.failures.filter(({ row }) => row)
    await send(those, queues)
    replayed += those.length
    after = page.next
  } while (after)
  return { replayed }
}

/** A failure as an administrator sees it. */
function failureView({ configuration, firstTry, lastTry, reason, ...rest }: Failure, language: Language) {
  const times = { firstTry: firstTry.toISOString(), lastTry: lastTry.toISOString() }
  // A message that names no row has none, and the host keeps none of what it gave up on.
  const code = rest.row ? 'failure_unforeseen' : 'failure_without_row'
  const why = reason || sentence({ code }, language)
  return { ...rest, reason: why, configuration: configuration ?? null, ...times }
}

async function send(failures: readonly Failure[], queues: Services['queues']) {
  for (const { queue, work, table, row } of failures) await queues.send(queue, [{ table, id: row, work }])
}
