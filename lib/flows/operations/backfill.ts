import { randomUUID } from 'node:crypto'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { Backfill } from '../../stores/backfills.ts'
import type { RowReference } from '../../stores/queues.ts'

export type BackfillRequest = { registrations: boolean; attendance: boolean }

const atOnce = 500

/**
 * Starts to bring a webinar's registrations to the provider, its attendance to CRM, or both; answers the run's id.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function startBackfill(
  row: RowReference,
  wanted: BackfillRequest,
  { crm, backfillStore, queues, now }: Services,
) {
  const webinar = await requireWebinar(row, crm)
  const id = randomUUID()
  await backfillStore.setRun(id, {
    ...wanted,
    table: webinar.table,
    webinarRow: webinar.id,
    startedAt: now(),
    listed: false,
  })
  await queues.send('backfills', [{ table: webinar.table, id }])
  return { id }
}

/** Queues all that a run is about, each as an ordinary message. Done twice after a crash, it changes nothing. */
export async function runBackfill(id: string, { crm, backfillStore, queues }: Services) {
  const run = await backfillStore.run(id)
  const webinar = run && (await crm.webinar({ table: run.table, id: run.webinarRow }))
  if (!run) return 'gone'
  if (!webinar) {
    await backfillStore.setRun(id, { ...run, listed: true })
    return 'gone'
  }
  const flush = async (queue: 'registrations' | 'attendance', rows: RowReference[]) => {
    await backfillStore.expect(
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
  await backfillStore.setRun(id, { ...run, listed: true })
  return 'listed'
}

/** How far a run got. @throws NotFound */
export async function viewBackfill(id: string, { backfillStore }: Services) {
  const run = await backfillStore.run(id)
  if (!run) throw new NotFoundError({ code: 'run_unknown' })
  const progress = await backfillStore.progress(id)
  const state = run.listed && progress.waiting === 0 ? 'ended' : 'running'
  return { id, state, ...described(run), ...progress }
}

export async function requireWebinar(row: RowReference, crm: Pick<Webinars, 'webinar'>): Promise<WebinarRow> {
  const webinar = await crm.webinar(row)
  if (!webinar) throw new NotFoundError({ code: 'webinar_row_unknown' })
  if (!isWebinar(webinar)) throw new RefusedError({ code: 'not_a_webinar', kind: webinar.kind })
  return webinar
}

function described({ table, webinarRow, registrations, attendance, startedAt }: Backfill) {
  return { table, webinar: webinarRow, registrations, attendance, startedAt: startedAt.toISOString() }
}
