import { randomUUID } from 'node:crypto'
import { ConflictError, NotFoundError } from '../../core/errors.ts'
import { day, minute } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import type { Backfill, Run } from '../../stores/runs.ts'

/** Longer than any message is tried: a run that is older waits for nothing that will come. */
const longestRun = 8 * day
/** Longer than a message is worked on. */
const stalledAfter = 15 * minute
const listLimit = 100

/** A run that was asked for. `stalled`: it seems that its first message was never sent. */
type Started = { id: string; state: 'new' | 'running' | 'stalled' }

/**
 * Starts a run, unless one of the same order is running: then that is the answer.
 * @param order equal for what need not be done twice at a time
 */
export async function startRun(order: string, run: Run, services: Services): Promise<Started> {
  const { runStore } = services
  const before = await runStore.latest(order)
  const state = before && (await stateOf(before.run, services))
  if (before && state && state !== 'ended') return { id: before.run, state }
  const id = randomUUID()
  await runStore.put(id, run)
  try {
    await runStore.setLatest(order, id, before)
  } catch (error) {
    // Somebody asked for the same at the same moment.
    if (error instanceof ConflictError) return startRun(order, run, services)
    throw error
  }
  return { id, state: 'new' }
}

async function stateOf(id: string, { runStore, now }: Services) {
  const run = await runStore.run(id)
  const age = now().getTime() - (run?.startedAt.getTime() ?? 0)
  if (!run || age > longestRun) return 'ended'
  if (!run.listed) return age > stalledAfter ? 'stalled' : 'running'
  return (await runStore.isWaiting(id)) ? 'running' : 'ended'
}

/** How far a run got. @throws NotFound */
export async function viewRun(id: string, { runStore }: Services) {
  const run = await runStore.run(id)
  if (!run) throw new NotFoundError({ code: 'run_unknown' })
  const progress = await runStore.progress(id)
  const state = run.listed && progress.waiting === 0 ? 'ended' : 'running'
  return { id, state, ...described(run), ...progress }
}

/** How far a run got, for those who wait for it. One that is gone has ended. */
export async function progressOf(id: string, services: Services) {
  const { runStore } = services
  const isListed = (await runStore.run(id))?.listed ?? true
  return { isListed, ...(await runStore.progress(id)), state: await stateOf(id, services) }
}

/** How far a backfill got. @throws NotFound */
export async function viewBackfill(id: string, services: Services) {
  const run = await services.runStore.run(id)
  if (run?.work !== 'backfill') throw new NotFoundError({ code: 'backfill_unknown' })
  return viewRun(id, services)
}

/** The newest backfills, the newest first. Each shows by its id how far it got. */
export async function listBackfills({ runStore }: Services) {
  const newest = await runStore.backfills(listLimit)
  return { backfills: newest.map(({ id, ...backfill }) => ({ id, ...described(backfill) })) }
}

function described(run: Run) {
  const startedAt = run.startedAt.toISOString()
  if (run.work === 'backfill') return { ...describedBackfill(run), startedAt }
  return { configuration: run.configuration ?? null, kind: run.kind ?? null, startedAt }
}

function describedBackfill({ table, webinarRow, registrations, attendance }: Backfill) {
  return { table, webinar: webinarRow, registrations, attendance }
}
