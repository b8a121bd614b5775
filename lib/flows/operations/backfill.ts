import { NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { Actor } from '../../model/actor.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { Message, QueueName, RowReference } from '../../stores/queues.ts'
import { audited } from './audited.ts'
import { startRun } from './runs.ts'

export type BackfillRequest = { registrations: boolean; attendance: boolean }

const batchSize = 500

/**
 * Starts to bring a webinar's registrations to the provider, its attendance to CRM, or both; answers the run's id. While
 * the same is running, that is the answer.
 * @throws NotFound, Refused if the row is no webinar
 */
export function startBackfill(row: RowReference, wanted: BackfillRequest, actor: Actor, services: Services) {
  return audited(
    { action: 'backfill_started', actor, subject: `${row.table} ${row.id}` },
    services,
    () => start(row, wanted, services),
    ({ id }) => ({ run: id }),
  )
}

async function start(row: RowReference, wanted: BackfillRequest, services: Services) {
  const { crm, runStore, queues, now } = services
  const { table, id: webinarRow } = await requireWebinar(row, crm)
  const { registrations, attendance } = wanted
  const order = ['backfill', webinarRow, registrations && 'registrations', attendance && 'attendance']
  const backfill = {
    work: 'backfill',
    table,
    webinarRow,
    registrations,
    attendance,
    startedAt: now(),
    listed: false,
  } as const
  const { id, state } = await startRun(order.filter(Boolean).join('_'), backfill, services)
  if (state === 'new') await runStore.list(id, backfill)
  if (state !== 'running') await queues.send('webinars', [{ table, id, work: 'backfill' }])
  return { id }
}

/** Sends all that a backfill is about, each row as an ordinary message. Done twice after a crash, it changes nothing. */
export async function runBackfill(id: string, { crm, runStore, queues }: Services) {
  const backfill = await runStore.run(id)
  if (backfill?.work !== 'backfill') return 'gone'
  const webinar = await crm.webinar({ table: backfill.table, id: backfill.webinarRow })
  if (!webinar) {
    await runStore.put(id, { ...backfill, listed: true })
    return 'gone'
  }
  const flush = async (queue: QueueName, rows: Message[]) => {
    await runStore.addItems(id, rows)
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
  await runStore.put(id, { ...backfill, listed: true })
  return 'listed'
}

export async function requireWebinar(row: RowReference, crm: Pick<Webinars, 'webinar'>): Promise<WebinarRow> {
  const webinar = await crm.webinar(row)
  if (!webinar) throw new NotFoundError({ code: 'webinar_row_unknown' })
  if (!isWebinar(webinar)) throw new RefusedError({ code: 'not_a_webinar', kind: webinar.kind })
  return webinar
}
