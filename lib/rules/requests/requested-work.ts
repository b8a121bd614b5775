import type { UserMessage } from '../../messages/message.ts'
import type { RequestKind, RequestRow, RequestSubject } from '../../model/request.ts'

/**
 * Work that a request asks for. `contact`: the one that it names besides, where its kind takes one. `key`: equal where it
 * need not be done twice at a time.
 */
export type RequestedWork = {
  kind: RequestKind
  subject: RequestSubject
  contact: string | undefined
  isDry: boolean
  key: string
}

/** The rows that each kind is about. */
const takes: Record<RequestKind, readonly RequestSubject['kind'][]> = {
  check: ['event', 'session'],
  resend: ['eventRegistration', 'sessionRegistration', 'event', 'session'],
  backfill: ['event', 'session'],
  attendance: ['event', 'session'],
  types: ['configuration'],
  revokeLink: ['eventRegistration', 'sessionRegistration'],
  makeEvent: ['foundWebinar'],
  purge: ['configuration'],
  erase: ['contact'],
  fields: ['configuration', 'event', 'session'],
  preview: ['eventRegistration', 'sessionRegistration'],
  thisContact: ['unmatchedAttendee'],
  makeContact: ['unmatchedAttendee'],
  ignore: ['unmatchedAttendee'],
}

/** Kinds that can be tried out. */
const plannable: readonly RequestKind[] = ['backfill', 'purge']

/** The work that a request asks for, or why that cannot be told. A row that was deleted is named no more. */
export function requestedWork({
  kind,
  subjects,
  dryRun,
}: Pick<RequestRow, 'kind' | 'subjects' | 'dryRun'>): RequestedWork | { problem: UserMessage } {
  if (!kind) return { problem: { code: 'request_without_kind' } }
  const contact = kind === 'thisContact' ? subjects.find((one) => one.kind === 'contact') : undefined
  const [subject, ...others] = subjects.filter((one) => one !== contact)
  if (!subject) return { problem: { code: 'request_without_subject', request: kind } }
  if (others.length) return { problem: { code: 'request_of_many' } }
  if (!takes[kind].includes(subject.kind)) return { problem: { code: 'request_of_wrong_row', request: kind } }
  if (kind === 'thisContact' && !contact) return { problem: { code: 'request_without_contact' } }
  const isDry = dryRun && plannable.includes(kind)
  const named = [isDry ? 'plan' : kind, subject.id, contact?.id]
  return { kind, subject, contact: contact?.id, isDry, key: named.filter(Boolean).join('_') }
}
