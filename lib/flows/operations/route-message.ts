import { hour } from '../../core/time.ts'
import type { Services } from '../../services.ts'
import type { Message } from '../../stores/queues.ts'
import { pullAttendance } from '../attendance/pull.ts'
import { continueErasure } from '../configurations/erase.ts'
import { wakeForTerms } from '../configurations/pending.ts'
import { reconcileConfiguration } from '../configurations/reconcile.ts'
import { reconcileWebinarTypes } from '../configurations/webinar-types.ts'
import { followDeletedContact } from '../erasures/deleted-contact.ts'
import { runErasure } from '../erasures/run.ts'
import { countWebinar } from '../ledger/count-webinar.ts'
import { sumDays } from '../ledger/sum-days.ts'
import { reconcileRegistration } from '../registrations/reconcile.ts'
import { carryOut } from '../requests/carry-out.ts'
import { enqueueRegistrationsOfContact } from '../sweep/fan-out.ts'
import { reconcileWebinar } from '../webinars/reconcile.ts'
import { reviewWebinar } from '../webinars/review.ts'
import { runBackfill } from './backfill.ts'
import { runReplay } from './replay-failures.ts'

/** A planner is told of a wait that nobody can do anything about only if it lasts. */
const toldAfter = hour

/** Does what a message of the queue `configurations` asks for: a consent concerns all accounts. */
export function workOnConfiguration({ table, id, work }: Message, isFinalAttempt: boolean, services: Services) {
  if (services.subjectOf(table) === 'consents') return wakeForTerms(id, services)
  if (work === 'types') return reconcileWebinarTypes(id, services)
  if (work === 'erasure') return runErasure(id, services)
  if (work === 'removal') return continueErasure(id, services)
  return reconcileConfiguration(id, isFinalAttempt, services)
}

/** Does what a message of the queue `webinars` asks for; the id of a run's message is the run's. A request may ask for any work. */
export function workOnWebinar(
  { table, id, work, backfill, firstAttemptAt }: Message,
  isFinalAttempt: boolean,
  services: Services,
) {
  // A flow gets no more than the row: it may send that on, for other work.
  const row = { table, id }
  if (services.subjectOf(table) === 'requests') return carryOut(row, isFinalAttempt, services)
  switch (work) {
    case 'review':
      return reviewWebinar(row, services)
    case 'attendance':
      return pullAttendance(row, services, backfill !== undefined)
    case 'ledger': {
      const sentAt = new Date(firstAttemptAt ?? services.now())
      const isAccount = services.subjectOf(table) === 'configurations'
      return isAccount ? sumDays(id, sentAt, services) : countWebinar(row, sentAt, services)
    }
    case 'backfill':
      return runBackfill(id, services)
    case 'replay':
      return runReplay(id, services)
    default:
      return reconcileWebinar(row, isFinalAttempt, services)
  }
}

/** A contact that has registrations cannot have been deleted. */
async function workOnContact(id: string, services: Services) {
  return (await enqueueRegistrationsOfContact(id, services)) || followDeletedContact(id, services)
}

/** Does what a message of the queue `registrations` asks for: a contact concerns all its upcoming registrations. */
export function workOnRegistration({ table, id, firstAttemptAt }: Message, isFinal: boolean, services: Services) {
  if (services.subjectOf(table) === 'contacts') return workOnContact(id, services)
  const now = services.now().getTime()
  const isLate = now - Date.parse(firstAttemptAt ?? '') >= toldAfter
  return reconcileRegistration({ table, id }, { isFinal, isLate }, services)
}
