import type { UserMessage } from '../../messages/message.ts'
import type { RequestKind, RequestRow, RequestSubject } from '../../model/request.ts'

/** Work that a request asks for. `key`: equal where it need not be done twice at a time. */
export type RequestedWork = { kind: RequestKind; subject: RequestSubject; isDry: boolean; key: string }

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
  const [subject, ...others] = subjects
  if (!subject) return { problem: { code: 'request_without_subject', request: kind } }
  if (others.length) return { problem: { code: 'request_of_many' } }
  if (!takes[kind].includes(subject.kind)) return { problem: { code: 'request_of_wrong_row', request: kind } }
  const isDry = dryRun && plannable.includes(kind)
  return { kind, subject, isDry, key: `${isDry ? 'plan' : kind}_${subject.id}` }
}
