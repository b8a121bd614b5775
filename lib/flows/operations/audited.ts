import { randomUUID } from 'node:crypto'
import { AppError, CredentialsRefusedError, ifConflict, UnavailableError } from '../../core/errors.ts'
import { reportEvent } from '../../core/reporter.ts'
import type { Actor } from '../../model/actor.ts'
import type { Services } from '../../services.ts'
import type { Act, ActEnd, AuditFilter, AuditRecord } from '../../stores/audit-trail.ts'

type Needed = Pick<Services, 'auditTrail' | 'now'>
/** An act that is under way. */
export type Order = Act & { act: string }

const pageSize = 100

/**
 * Does what somebody ordered. The order is recorded before anything is done, and its end in a record of its own: one that
 * is never changed could not tell both, and one written at the end alone would miss what a crash, or storage that goes
 * out, leaves half done. An order without an end may have been done in part or whole.
 * @param endOf the facts of the end, from the result
 * @throws Unavailable if the order cannot be recorded: then nothing is done; and whatever the work throws
 */
export async function audited<T>(
  act: Act,
  services: Needed,
  work: () => Promise<T>,
  endOf: (result: T) => Omit<ActEnd, 'outcome'> = () => ({}),
): Promise<T> {
  const order = await recordOrder(act, services)
  const result = await work().catch(async (error: unknown) => {
    // The work's own error says more than that its end could not be recorded.
    await recordEnd(order, endBy(error), services).catch((out: unknown) => {
      if (!(out instanceof UnavailableError)) throw out
    })
    throw error
  })
  await recordEnd(order, { outcome: 'done', ...endOf(result) }, services)
  return result
}

/** Records an order, before anything is done of it. @throws Unavailable: then nothing may be done */
export async function recordOrder(act: Act, { auditTrail, now }: Needed): Promise<Order> {
  const order = { ...act, act: randomUUID() }
  report(await auditTrail.add({ ...order, at: now(), outcome: 'ordered' }))
  return order
}

/** Records an order that a row in Dynamics shows; met again, it is one record. @throws Unavailable as `recordOrder` */
export async function recordOrderOnRow(order: Order & { at: Date }, { auditTrail }: Pick<Needed, 'auditTrail'>) {
  const added = await auditTrail.add({ ...order, outcome: 'ordered' }).catch(ifConflict)
  if (added) report(added)
}

/** Records how an order ended; told twice at the same time, it is one record. */
export async function recordEnd(order: Order, end: ActEnd, { auditTrail, now }: Needed): Promise<void> {
  await recordDone({ ...order, ...end, at: now() }, { auditTrail })
}

/** Records what was done in Dynamics alone; told again, it is one record. @param act the row that shows it */
export async function recordDone(
  act: Order & { at: Date } & Partial<ActEnd>,
  { auditTrail }: Pick<Needed, 'auditTrail'>,
) {
  const added = await auditTrail.add({ outcome: 'done', ...act }).catch(ifConflict)
  if (added) report(added)
}

/** The end of an act by an error. */
export function endBy(error: unknown): ActEnd {
  if (!(error instanceof AppError)) return { outcome: 'failed', code: 'unforeseen' }
  const isFinal = error instanceof CredentialsRefusedError || !error.retry
  return { outcome: isFinal ? 'refused' : 'failed', code: error.userMessage.code }
}

/** The one who changed a row in Dynamics; who deleted one stands on none. */
export function userOf(row: { modifiedBy: string | undefined } | undefined): Actor {
  return { by: 'dynamics', id: row?.modifiedBy ?? 'unknown' }
}

/** A page of the trail, the newest first; `next` is where the following page begins. */
export async function listAuditRecords(
  filter: AuditFilter,
  after: string | undefined,
  { auditTrail }: Pick<Services, 'auditTrail'>,
) {
  const { records, next } = await auditTrail.page(filter, pageSize, after)
  return { records: records.map((record) => ({ ...record, at: record.at.toISOString() })), next: next ?? null }
}

function report({ at, actor, ...record }: AuditRecord) {
  reportEvent('audit', {
    at: at.toISOString(),
    ...record,
    orderedBy: actor.by,
    actor: actor.by === 'key' ? '' : actor.id,
  })
}
