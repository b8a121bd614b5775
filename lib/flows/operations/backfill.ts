import { randomUUID } from 'node:crypto'
import { NotFound, Refused } from '../../core/errors.ts'
import type { Registrations } from '../../dataverse/registrations.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Run, Runs } from '../../stores/backfills.ts'
import type { Queues, RowReference } from '../../stores/queues.ts'

export type Neighbours = {
  crm: Pick<Webinars, 'webinar'> & Pick<Registrations, 'registrationsFor'>
  runs: Runs
  queues: Pick<Queues, 'send'>
  now(): Date
}

export type Wanted = { registrations: boolean; attendance: boolean }

const atOnce = 500

/**
 * Starts to bring a webinar's registrations to the provider, its attendance to CRM, or both; answers the run's id.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function startBackfill(row: RowReference, wanted: Wanted, { crm, runs, queues, now }: Neighbours) {
  const webinar = await webinarToFill(row, crm)
  const id = randomUUID()
  await runs.setRun(id, { ...wanted, table: webinar.table, webinarRow: webinar.id, startedAt: now(), listed: false })
  await queues.send('backfills', [{ table: webinar.table, id }])
  return { id }
}

/** Queues all that a run is about, each as an ordinary message. Done twice after a crash, it changes nothing. */
export async function runBackfill(id: string, { crm, runs, queues }: Neighbours) {
  const run = await runs.run(id)
  const webinar = run && (await crm.webinar({ table: run.table, id: run.webinarRow }))
  if (!run) return 'gone'
  if (!webinar) {
    await runs.setRun(id, { ...run, listed: true })
    return 'gone'
  }
  const flush = async (queue: 'registrations' | 'attendance', rows: RowReference[]) => {
    await runs.expect(
      id,
      rows.map((row) => row.id),
    )
    await queues.send(
      queue,
      rows.map((row) => ({ ...row, run: id })),
    )
  }
  let batch: RowReference[] = []
  if (run.registrations) {
    for await (const row of crm.registrationsFor(webinar, 'all')) {
      batch.push(row)
      if (batch.length < atOnce) continue
      await flush('registrations', batch)
      batch = []
    }
    await flush('registrations', batch)
  }
  if (run.attendance) await flush('attendance', [{ table: webinar.table, id: webinar.id }])
  await runs.setRun(id, { ...run, listed: true })
  return 'listed'
}

/** How far a run got. @throws NotFound */
export async function showRun(id: string, { runs }: Pick<Neighbours, 'runs'>) {
  const run = await runs.run(id)
  if (!run) throw new NotFound('There is no run with this id.')
  const progress = await runs.progress(id)
  const state = run.listed && progress.waiting === 0 ? 'ended' : 'running'
  return { id, state, ...described(run), ...progress }
}

export async function webinarToFill(row: RowReference, crm: Pick<Webinars, 'webinar'>): Promise<WebinarRow> {
  const webinar = await crm.webinar(row)
  if (!webinar) throw new NotFound('CRM has no event or session with this id.')
  if (!runsAsWebinar(webinar)) throw new Refused(`This ${webinar.kind} is not run as a webinar.`)
  return webinar
}

function described({ table, webinarRow, registrations, attendance, startedAt }: Run) {
  return { table, webinar: webinarRow, registrations, attendance, startedAt: startedAt.toISOString() }
}
