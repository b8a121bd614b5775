import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Language } from '../../messages/message.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Actor } from '../../model/actor.ts'
import type { Services } from '../../services.ts'
import type { Failure, FailureFilter } from '../../stores/failures.ts'
import { audited } from './audited.ts'
import { startRun } from './runs.ts'

const pageSize = 100
/** Failures that one message sends again, in pages: seconds of work. */
const pagesPerStep = 10

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
export function replayFailure(id: string, actor: Actor, services: Services) {
  return audited({ action: 'failures_replayed', actor, subject: id }, services, () => sendAgain(id, services))
}

async function sendAgain(id: string, { failureStore, queues }: Services) {
  const failure = await failureStore.failure(id)
  if (!failure) throw new NotFoundError({ code: 'failure_unknown' })
  if (!failure.row) throw new RefusedError({ code: 'failure_without_row' })
  const { queue, message } = toMessage(failure)
  await queues.send(queue, [message])
  return { replayed: 1 }
}

/**
 * Starts to send again all that gave up and fit the filter; answers the run's id. While the same is running, that is the
 * answer.
 */
export function startReplay(filter: FailureFilter, actor: Actor, services: Services) {
  const { configuration, kind = 'all' } = filter
  return audited(
    { action: 'failures_replayed', actor, configuration, subject: kind },
    services,
    () => start(filter, services),
    ({ id }) => ({ run: id }),
  )
}

async function start({ configuration, kind }: FailureFilter, services: Services) {
  const replay = { work: 'replay', configuration, kind, after: '', startedAt: services.now(), listed: false } as const
  const order = `replay_${configuration ?? 'all'}_${kind ?? 'all'}`
  const { id, state } = await startRun(order, replay, services)
  if (state !== 'running') await enqueueReplay(id, services)
  return { id }
}

/** Sends failures again, so many a message. A message that comes again goes on where the last one ended. */
export async function runReplay(id: string, services: Services) {
  const { runStore, failureStore, queues } = services
  let run = await runStore.run(id)
  let sent = 0
  for (let page = 0; page < pagesPerStep; page += 1) {
    if (run?.work !== 'replay' || run.listed) return 'nothing'
    const { failures, next } = await failureStore.page(run, pageSize, run.after)
    const messages = failures.filter(({ row }) => row).map(toMessage)
    await runStore.addItems(
      id,
      messages.map(({ message }) => message),
    )
    for (const [queue, some] of Map.groupBy(messages, ({ queue }) => queue)) {
      await queues.send(
        queue,
        some.map(({ message }) => ({ ...message, backfill: id })),
      )
    }
    sent += messages.length
    run = { ...run, after: next ?? '', listed: next === undefined }
    // Another worker at the same run makes this a conflict.
    run = { ...run, etag: await runStore.put(id, run, run.etag) }
    if (run.listed) return { sent }
  }
  await enqueueReplay(id, services)
  return { sent }
}

/** The message of a replay is about no row of CRM, but about the app's own record. */
const enqueueReplay = (id: string, { queues }: Services) =>
  queues.send('webinars', [{ table: 'failures', id, work: 'replay' }])

const toMessage = ({ queue, work, table, row }: Failure) => ({ queue, message: { table, id: row, work } })

/** A failure as an administrator sees it. */
function failureView({ configuration, firstTry, lastTry, reason, ...rest }: Failure, language: Language) {
  const times = { firstTry: firstTry.toISOString(), lastTry: lastTry.toISOString() }
  // A message that names no row has none, and the host keeps none of what it gave up on.
  const code = rest.row ? 'failure_unforeseen' : 'failure_without_row'
  const why = reason || sentence({ code }, language)
  return { ...rest, reason: why, configuration: configuration ?? null, ...times }
}
