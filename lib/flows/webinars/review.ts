import { NotFound, Refused } from '../../core/errors.ts'
import type { RowReference } from '../../stores/queues.ts'
import { type Neighbours as Auditing, auditWebinar } from '../registrations/detect-drift.ts'
import { type Neighbours as Following, followWebinar } from './follow-webinar.ts'
import { type Neighbours as Checking, checkWebinar } from './preflight.ts'

/**
 * What is done now and then for every webinar still ahead: look for trouble, then compare its people one by one. One that
 * the provider does not hold yet is made, for what kept it from that may be gone.
 */
export async function watchWebinar(row: RowReference, given: Checking & Auditing & Following) {
  const webinar = await given.crm.webinar(row)
  if (webinar && !webinar.webinarId) return followWebinar(row, false, given)
  const { findings } = await checkWebinar(row, given).catch(ifNone)
  const closed = findings.some(({ code }) => code === 'unknown webinar' || code === 'inactive webinar')
  return { findings: findings.length, audit: closed ? 'closed' : await auditWebinar(row, given) }
}

/** Between the message and now the row may have stopped being a webinar. */
function ifNone(error: unknown): Pick<Awaited<ReturnType<typeof checkWebinar>>, 'findings'> {
  if (error instanceof NotFound || error instanceof Refused) return { findings: [] }
  throw error
}
