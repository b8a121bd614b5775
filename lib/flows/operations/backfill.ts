import { randomUUID } from 'node:crypto'
import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { Backfill } from '../../stores/backfills.ts'
import type { Message, QueueName, RowReference } from '../../stores/queues.ts'

export type BackfillRequest = { registrations: boolean; attendance: boolean }

const batchSize = 500
const listLimit = 100

/**
 * Starts to bring a webinar's registrations to the provider, its attendance to CRM, or both; answers the backfill's id.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function startBackfill(
  row: RowReference,
  wanted: BackfillRequest,
  { crm, backfillStore, queues, now }: Services,
) {
  const webinar = await requireWebinar(row, crm)
  const id = randomUUID()
  await backfillStore.setBackfill(id, {
    ...wanted,
    table: webinar.table,
    webinarRow: webinar.id,
    startedAt: now(),
    listed: false,
  })
  await queues.send('webinars', [{ table: webinar.table, id, work: 'backfill' }])
  return { id }
}

/** Sends all that a backfill is about, each row as an ordinary message. Done twice after a crash, it changes nothing. */
export async function runBackfill(id: string, { crm, backfillStore, queues }: Services) {
  const backfill = await backfillStore.backfill(id)
  const webinar = backfill && (await crm.webinar({ table: backfill.table, id: backfill.webinarRow }))
  if (!backfill) return 'gone'
  if (!webinar) {
    await backfillStore.setBackfill(id, { ...backfill, listed: true })
    return 'gone'
  }
  const flush = async (queue: QueueName, rows: Message[]) => {
    await backfillStore.addItems(
      id,
      rows.map((row) => row.id),
    )
    await queues.send(
      queue,
      rows.map((row) => ({ ...row, backfill: id })),
    )
  }
  let batch: RowReference[] = []
  if (backfill.registrations) {
    for await (const row of crm.registrationsFor(webinar, 'all')) {
      batch.push(row)
      if (batch.length < batchSize) continue
      await flush('registrations', batch)
      batch = []
    }
    await flush('registrations', batch)
  }
  if (backfill.attendance) await flush('webinars', [{ table: webinar.table, id: webinar.id, work: 'attendance' }])
  await backfillStore.setBackfill(id, { ...backfill, listed: true })
  return 'listed'
}

/** How far a backfill got. @throws NotFoundError */
export async function viewBackfill(id: string, { backfillStore }: Services) {
  const backfill = await backfillStore.backfill(id)
  if (!backfill) throw new NotFoundError({ code: 'backfill_unknown' })
  const progress = await backfillStore.progress(id)
  const state = backfill.listed && progress.waiting === 0 ? 'ended' : 'running'
  return { id, state, ...described(backfill), ...progress }
}

/** The newest backfills, the newest first. Each shows by its id how far it got. */
export async function listBackfills({ backfillStore }: Services) {
  const all = await backfillStore.backfills()
  const newest = all.sort((a, b) => b.startedAt.getTime() - a.startedAt.getTime()).slice(0, listLimit)
  return { backfills: newest.map(({ id, ...backfill }) => ({ id, ...described(backfill) })) }
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
