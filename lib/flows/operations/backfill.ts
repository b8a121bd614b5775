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
    () => beginBackfill(row, wanted, services),
    ({ id }) => ({ run: id }),
  )
}

/** The same, of an order that is recorded already. */
export async function beginBackfill(row: RowReference, wanted: BackfillRequest, services: Services) {
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
export async function runBackfill(id: string, services: Services) {
  const { crm, runStore } = services
  const backfill = await runStore.run(id)
  if (backfill?.work !== 'backfill') return 'gone'
  const webinar = await crm.webinar({ table: backfill.table, id: backfill.webinarRow })
  if (!webinar) {
    await runStore.put(id, { ...backfill, listed: true })
    return 'gone'
  }
  if (backfill.registrations) await sendRegistrations(id, webinar, 'all', services)
  const reading = { table: webinar.table, id: webinar.id, work: 'attendance' } as const
  if (backfill.attendance) await send(id, 'webinars', [reading], services)
  await runStore.put(id, { ...backfill, listed: true })
  return 'listed'
}

/**
 * Starts to send a webinar's refused registrations again, of an order that is recorded already; answers the run's id. A
 * run that a crash cut off goes on.
 */
export async function beginResend(webinar: WebinarRow, services: Services) {
  const { runStore, now } = services
  const { table, id: webinarRow } = webinar
  const resend = { work: 'backfill', table, webinarRow, registrations: true, attendance: false } as const
  const { id } = await startRun(`resend_${webinarRow}`, { ...resend, startedAt: now(), listed: false }, services)
  const run = await runStore.run(id)
  if (run && !run.listed) {
    await sendRegistrations(id, webinar, 'refused', services)
    await runStore.put(id, { ...run, listed: true })
  }
  return { id }
}

async function sendRegistrations(id: string, webinar: WebinarRow, which: 'all' | 'refused', services: Services) {
  let batch: RowReference[] = []
  for await (const row of services.crm.registrationsFor(webinar, which)) {
    batch.push(row)
    if (batch.length < batchSize) continue
    await send(id, 'registrations', batch, services)
    batch = []
  }
  await send(id, 'registrations', batch, services)
}

/** Sends ordinary messages for which the run waits. */
async function send(id: string, queue: QueueName, rows: Message[], { runStore, queues }: Services) {
  await runStore.addItems(id, rows)
  await queues.send(
    queue,
    rows.map((row) => ({ ...row, backfill: id })),
  )
}

export async function requireWebinar(row: RowReference, crm: Pick<Webinars, 'webinar'>): Promise<WebinarRow> {
  const webinar = await crm.webinar(row)
  if (!webinar) throw new NotFoundError({ code: 'webinar_row_unknown' })
  if (!isWebinar(webinar)) throw new RefusedError({ code: 'not_a_webinar', kind: webinar.kind })
  return webinar
}
