import type { Services } from '../../services.ts'
import type { Message } from '../../stores/queues.ts'
import { pullAttendance } from '../attendance/pull.ts'
import { reconcileConfiguration } from '../configurations/reconcile.ts'
import { reconcileWebinarTypes } from '../configurations/webinar-types.ts'
import { reconcileRegistration } from '../registrations/reconcile.ts'
import { enqueueRegistrationsOfContact } from '../sweep/fan-out.ts'
import { reconcileWebinar } from '../webinars/reconcile.ts'
import { reviewWebinar } from '../webinars/review.ts'
import { runBackfill } from './backfill.ts'

/** Does what a message of the queue `configurations` asks for. */
export function workOnConfiguration({ id, work }: Message, isFinalAttempt: boolean, services: Services) {
  if (work === 'types') return reconcileWebinarTypes(id, services)
  return reconcileConfiguration(id, isFinalAttempt, services)
}

/** Does what a message of the queue `webinars` asks for; the id of a backfill's message is the backfill's. */
export function workOnWebinar(message: Message, isFinalAttempt: boolean, services: Services) {
  switch (message.work) {
    case 'review':
      return reviewWebinar(message, services)
    case 'attendance':
      return pullAttendance(message, services)
    case 'backfill':
      return runBackfill(message.id, services)
    default:
      return reconcileWebinar(message, isFinalAttempt, services)
  }
}

/** Does what a message of the queue `registrations` asks for: a contact concerns all its registrations ahead. */
export function workOnRegistration(message: Message, isFinalAttempt: boolean, services: Services) {
  if (services.subjectOf(message.table) === 'contacts') return enqueueRegistrationsOfContact(message.id, services)
  return reconcileRegistration(message, isFinalAttempt, services)
}
