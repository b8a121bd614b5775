import { AppError, ConflictError, CredentialsRefusedError, UnavailableError } from '../../core/errors.ts'
import type { RequestRow } from '../../model/request.ts'
import type { RequestedWork } from '../../rules/requests/requested-work.ts'
import { nextLook, percentOf } from '../../rules/requests/run-progress.ts'
import type { Services } from '../../services.ts'
import { progressOf } from '../operations/runs.ts'
import { type Answer, doWork } from './do-work.ts'
import { writeProgress, writeWait } from './write-request.ts'

/** The end of a request, as its row says it; `error`: it failed by that. */
export type End = { answer: Answer; run?: string | undefined; error?: unknown }

/**
 * Takes a request as far as it gets now: to its end, or to the start of a run that is looked at again after the pause, in
 * milliseconds.
 * @throws AppError to try again, after saying on the row that it has to wait
 */
export async function proceed(
  request: RequestRow,
  work: RequestedWork,
  isFinal: boolean,
  services: Services,
): Promise<End | { pause: number }> {
  try {
    return await step(request, { ...work, isFinal, orderedBy: request.createdBy }, services)
  } catch (error) {
    if (error instanceof ConflictError) throw error
    if (!(error instanceof AppError)) return { answer: [{ code: 'failure_unforeseen' }], error }
    // Somebody waits for the answer, so that an account without access is one.
    const isAnswer = !error.retry || error instanceof CredentialsRefusedError || isFinal
    if (isAnswer) return { answer: [error.userMessage], error }
    // Being asked to wait a minute is no news.
    const isShort = error instanceof UnavailableError && error.hasRetryAfter
    // Where Dataverse is out as well, the first error is the one to tell.
    if (!isShort)
      await writeWait(request, [error.userMessage, { code: 'tries_again' }], services).catch(() => undefined)
    throw error
  }
}

async function step(request: RequestRow, work: Parameters<typeof doWork>[0], services: Services) {
  const known = request.run && (await progressOf(request.run, services))
  const isStarted = known && known.state !== 'stalled'
  const result = isStarted && request.run ? { run: request.run } : await doWork(work, services)
  if ('answer' in result) return result
  if ('progress' in result) {
    await writeProgress(request, result.progress, undefined, services)
    return { pause: 0 }
  }
  const { run } = result
  const { state, total, failed, ...counts } = isStarted ? known : await progressOf(run, services)
  if (state === 'ended') return { answer: [{ code: 'run_ended', total, failed }] as const, run }
  await writeProgress(request, percentOf({ total, ...counts }), run, services)
  const age = services.now().getTime() - (request.startedOn?.getTime() ?? 0)
  return { pause: nextLook(age) }
}
