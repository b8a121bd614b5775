import { NotFound, Refused } from '../../core/errors.ts'
import type { Failure, FailureFilter, Failures } from '../../stores/failures.ts'
import type { Queues } from '../../stores/queues.ts'

export type Neighbours = { failures: Pick<Failures, 'failure' | 'page'>; queues: Pick<Queues, 'send'> }

const pageSize = 100

/** A page of what gave up; `next` is where the following page begins. */
export async function listFailures(filter: FailureFilter, after: string | undefined, { failures }: Neighbours) {
  const page = await failures.page(filter, pageSize, after)
  return { failures: page.failures.map(failureView), next: page.next ?? null }
}

/**
 * Sends one message again; it is an ordinary one, and its failure is forgotten when it goes well.
 * @throws NotFound if there is no such failure, Refused if it was about no row
 */
export async function replayFailure(id: string, { failures, queues }: Neighbours) {
  const failure = await failures.failure(id)
  if (!failure) throw new NotFound('There is no failure with this id.')
  if (!failure.row) throw new Refused('The message named no row; there is nothing to send again.')
  await send([failure], queues)
  return { replayed: 1 }
}

/** Sends again all that gave up and fit the filter; how many that were. */
export async function replayFailures(filter: FailureFilter, { failures, queues }: Neighbours) {
  let replayed = 0
  let after: string | undefined
  do {
    const page = await failures.page(filter, pageSize, after)
    const those = page.failures.filter(({ row }) => row)
    await send(those, queues)
    replayed += those.length
    after = page.next
  } while (after)
  return { replayed }
}

/** A failure as an administrator sees it. */
function failureView({ configuration, firstTry, lastTry, ...rest }: Failure) {
  const times = { firstTry: firstTry.toISOString(), lastTry: lastTry.toISOString() }
  return { ...rest, configuration: configuration ?? null, ...times }
}

async function send(failures: readonly Failure[], queues: Neighbours['queues']) {
  for (const { queue, table, row } of failures) await queues.send(queue, [{ table, id: row }])
}
