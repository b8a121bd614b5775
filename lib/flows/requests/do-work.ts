import { RefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { RequestKind } from '../../model/request.ts'
import type { RequestedWork } from '../../rules/requests/requested-work.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { pullAttendance } from '../attendance/pull.ts'
import { showWebinarTypes } from '../configurations/webinar-types.ts'
import { eraseContact } from '../erasures/erase-contact.ts'
import { previewRegistration } from '../mapping/preview.ts'
import { showFields } from '../mapping/show-fields.ts'
import { beginBackfill, beginResend, requireWebinar } from '../operations/backfill.ts'
import { connectOrExplain, planBackfill } from '../operations/plan-backfill.ts'
import { ignoreAttendee, tieToContact, tieToNewContact } from '../registrants/tie-attendee.ts'
import { type RegistrationResult, reconcileRegistration } from '../registrations/reconcile.ts'
import { revokeLink } from '../registrations/revoke-link.ts'
import { makeEvent } from '../webinars/make-event.ts'
import { preflightWebinar } from '../webinars/preflight.ts'
import { planPurge, purge } from './purge.ts'

export type Answer = readonly [UserMessage, ...UserMessage[]]
/** The answer of some work, the run that will do it, or, in percent, how far it got. */
export type Done = { answer: Answer } | { run: string } | { progress: number }
/** `orderedBy`: the user who made the request. */
type Work = Omit<RequestedWork, 'key'> & { isFinal: boolean; orderedBy: string | undefined }

const both = { registrations: true, attendance: true }

/**
 * Does what a request asks for, by the flows of the routes and timers. Work that answers how far it got goes on when it is
 * asked for again.
 * @throws Refused if nothing can be done for its row, and whatever those flows throw
 */
export function doWork(work: Work, services: Services): Promise<Done> {
  return works[work.kind](work, services)
}

const works: Record<RequestKind, typeof doWork> = {
  async check({ subject }, services) {
    const { findings } = await preflightWebinar(rowOf(subject), services)
    const [first, ...others] = findings.map(({ finding, remedy }) => asWritten(`${finding} ${remedy}`.trim()))
    return { answer: first ? [first, ...others] : [{ code: 'check_well' }] }
  },

  async resend({ subject, isFinal }, services) {
    if (subject.kind === 'event' || subject.kind === 'session') {
      return { run: (await beginResend(await requireReady(rowOf(subject), services), services)).id }
    }
    const row = rowOf(subject)
    const result = await reconcileRegistration(row, { isFinal, isLate: false }, services)
    const problem = notSent[result]
    if (problem) throw new RefusedError(problem)
    await services.recordSuccess('registrations', row)
    return { answer: [{ code: result === 'cancelled' ? 'resent_cancelled' : 'resent' }] }
  },

  async backfill({ subject, isDry }, services) {
    if (isDry) return { answer: await plan(rowOf(subject), services) }
    await requireReady(rowOf(subject), services)
    return { run: (await beginBackfill(rowOf(subject), both, services)).id }
  },

  async attendance({ subject }, services) {
    await requireReady(rowOf(subject), services)
    const counts = await pullAttendance(rowOf(subject), services, true)
    if (!counts) throw new RefusedError({ code: 'attendance_not_read' })
    const { attendees, unmatched } = counts
    return { answer: [{ code: 'attendance_was_read', attendees, unmatched }] }
  },

  async types({ subject }, services) {
    const shown = await showWebinarTypes(subject.id, services)
    if (shown === 'hidden') return { answer: [{ code: 'types_hidden' }] }
    if (shown !== 'left alone') return { answer: [{ code: 'types_shown', count: shown.types }] }
    const row = await services.crm.configurationRow(subject.id)
    if (!row) throw new RefusedError({ code: 'configuration_unknown' })
    throw new RefusedError({ code: row.active ? 'credentials_not_kept' : 'configuration_inactive' })
  },

  async revokeLink({ subject }, services) {
    await revokeLink(rowOf(subject), services)
    return { answer: [{ code: 'link_revoked' }] }
  },

  thisContact: async ({ subject, contact = '' }, services) => ({
    answer: [await tieToContact(subject.id, contact, services)],
  }),
  makeContact: async ({ subject }, services) => ({ answer: [await tieToNewContact(subject.id, services)] }),
  ignore: async ({ subject }, services) => ({ answer: [await ignoreAttendee(subject.id, services)] }),

  makeEvent: async ({ subject, orderedBy }, services) => ({
    answer: await makeEvent(subject.id, orderedBy, services),
  }),
  async erase({ subject }, services) {
    const { counts, sentences } = await eraseContact(subject.id, services)
    return { answer: [{ code: 'person_was_erased', ...counts }, ...sentences.map(asWritten)] }
  },

  fields: async ({ subject }, services) => ({ answer: await showFields(subject, services) }),
  preview: async ({ subject }, services) => ({ answer: await previewRegistration(rowOf(subject), services) }),

  async purge({ subject, isDry }, services) {
    if (isDry) return { answer: [{ code: 'purge_would', ...(await planPurge(subject.id, services)) }] }
    const done = await purge(subject.id, services)
    return done.deleted ? { answer: [{ code: 'purged', ...done.deleted }] } : done
  },
}

const notSent: Partial<Record<RegistrationResult, UserMessage>> = {
  waiting: { code: 'resent_waits' },
  'left alone': { code: 'registration_of_none' },
  gone: { code: 'registration_gone' },
}

async function plan(row: RowReference, services: Services): Promise<Answer> {
  const { blocked, registrations } = { registrations: undefined, ...(await planBackfill(row, both, services)) }
  if (blocked !== null || !registrations) throw new RefusedError(asWritten(blocked ?? ''))
  const { people, register, update, restore, cancel, refused, reasons } = registrations
  const others = reasons.map(({ reason, count }) => ({ code: 'backfill_reason', reason, count }) as const)
  return [{ code: 'backfill_would', people, register, update, restore, cancel, refused }, ...others]
}

/** An event or session for which something can be done at the provider. @throws NotFound, Refused */
async function requireReady(row: RowReference, services: Services): Promise<WebinarRow> {
  const webinar = await requireWebinar(row, services.crm)
  const connected = await connectOrExplain(webinar, services)
  if ('problem' in connected) throw new RefusedError(connected.problem)
  return webinar
}

const rowOf = ({ table, id }: RowReference): RowReference => ({ table, id })
const asWritten = (text: string) => ({ code: 'as_written', text }) as const
