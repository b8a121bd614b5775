import type { Entry } from '../message.ts'

type Kind = {
  request:
    | ('check' | 'resend' | 'backfill' | 'attendance' | 'types' | 'purge' | 'erase' | 'makeEvent' | 'revokeLink')
    | ('fields' | 'preview')
    | ('thisContact' | 'makeContact' | 'ignore')
}
type Name = { name: string }
type Kept = { months: number }
type Planned = Record<'people' | 'register' | 'update' | 'restore' | 'cancel' | 'refused', number>

/** Of an order that is a row in Dynamics, for the person who made it: in a column of 5,000 characters. */
export const orders = {
  request_name: ({ request, title }: Kind & { title: string }) =>
    title ? `${kinds[request]}: ${title}` : kinds[request],
  request_without_kind: [
    'The request has no kind, or one that this version of the connector does not know.',
    'Make a new one.',
  ],
  request_without_subject: ({ request }: Kind) => [
    'The request names nothing to work on, or that was deleted.',
    `Make a new one for ${takes[request]}.`,
  ],
  request_of_many: ['The request names several rows.', 'Make a request for each of them.'],
  request_of_wrong_row: ({ request }: Kind) => [
    'This kind of request is not for the row that it names.',
    `Make a new one for ${takes[request]}.`,
  ],
  request_under_way: ({ name }: Name) =>
    name
      ? `Another request for the same is under way: “${name}”. Its answer holds for this one too.`
      : 'Another request for the same is under way. Its answer holds for this one too.',
  request_done_meanwhile: ({ name }: Name) =>
    `Another request for the same was carried out meanwhile: “${name}”. Its answer holds for this one too.`,

  check_well: 'The check found nothing that needs attention.',
  backfill_would: ({ people, register, update, restore, cancel, refused }: Planned) => [
    `Nothing was changed. Of ${people} people, a backfill would register ${register}, update ${update}, restore ${restore} and cancel ${cancel}; ${refused} would be refused. It would also read attendance.`,
    'To do it, make a new request without the dry run.',
  ],
  backfill_reason: ({ reason, count }: { reason: string; count: number }) => `Refused ${count} times: ${reason}`,
  run_ended: ({ total, failed }: { total: number; failed: number }) => {
    if (total === 0) return 'There was nothing to do.'
    const done = `${total - failed} of ${total} done.`
    return failed ? [`${done} ${failed} failed.`, 'Their rows say why.'] : done
  },
  resent: 'The registration was sent, and the webinar provider has it.',
  resent_cancelled: 'The registration is cancelled, and the webinar provider agrees.',
  resent_waits: ['The registration was not sent.', 'Its row says for what it waits.'],
  registration_of_none: 'The registration is for an event or session that is not run as a webinar.',
  registration_gone: 'There is no registration with this id in Dynamics.',
  attendance_was_read: ({ attendees, unmatched }: { attendees: number; unmatched: number }) =>
    `Attendance was read: ${attendees} attended${unmatched ? `, ${unmatched} of them not matched` : ''}.`,
  types_shown: ({ count }: { count: number }) =>
    `The webinar provider offers this account ${count} types of webinars; events now show these.`,
  types_hidden: 'The webinar provider does not say which types it offers, so events show the same as before.',
  link_revoked: 'The registration has another join link now. The one before opens nothing any more.',
  no_link: ['The registration has no join link.', 'It gets one once it is at the webinar provider.'],
  no_link_column: [
    'Registrations have no column for join links here.',
    'An administrator runs npm run crm -- apply once; docs/join-link.md says what else may be missing.',
  ],
  fields_shown: ({ count, required }: { count: number; required: number }) =>
    `The webinar provider has ${count} fields for registrants, ${required} of them required here. They are shown now.`,
  fields_documented: ({ count }: { count: number }) =>
    `The account has no webinar ahead whose form could be read, so the ${count} fields that the webinar provider documents are shown.`,
  fields_hidden: [
    'The webinar provider does not show the registration form to this account.',
    'An administrator gives its token access to registration there.',
  ],
  no_field_tables: [
    'There are no tables for the mapping of fields here.',
    'An administrator runs npm run crm -- apply once.',
  ],
  preview_field: ({ caption, value }: { caption: string; value: string }) => `${caption}: ${value || '(nothing)'}`,
  preview_missing: ({ caption }: { caption: string }) =>
    `${caption}: missing, and required. The registration is not sent without it.`,
  preview_not_option: ({ caption, value }: { caption: string; value: string }) =>
    `${caption}: “${value}” is no choice at the webinar provider, and the field is required. The registration is not sent.`,
  preview_left_out: ({ caption, value }: { caption: string; value: string }) =>
    `${caption}: “${value}” is no choice at the webinar provider, so the field is left out.`,
  preview_too_long: ({ caption, most }: { caption: string; most: number }) =>
    `${caption}: longer than ${most} characters. The mapping says that the registration is not sent then.`,
  preview_cut: ({ caption, value, most }: { caption: string; value: string; most: number }) =>
    `${caption}: ${value} (cut to ${most} characters)`,
  person_was_erased: ({
    registrants,
    attendees,
    unmatched,
  }: {
    registrants: number
    attendees: number
    unmatched: number
  }) =>
    `The person was erased at the webinar provider (${registrants} registrations there) and here (${attendees} webinar attendees, ${unmatched} unmatched attendees).`,
  purge_keeps_all: [
    'The account keeps attendees for ever, so nothing is deleted.',
    'An administrator enters the months in the account settings.',
  ],
  purge_would: ({
    months,
    attendees,
    actions,
    unmatched,
  }: Kept & { attendees: number; actions: number; unmatched: number }) => [
    `Nothing was deleted. Of webinars that ended more than ${months} months ago, ${attendees} webinar attendees with ${actions} attendee actions and ${unmatched} unmatched attendees would be.`,
    'To do it, make a new request without the dry run.',
  ],
  purged: ({
    months,
    attendees,
    unmatched,
    refused,
  }: Kept & { attendees: number; unmatched: number; refused: number }) => {
    const done = `Of webinars that ended more than ${months} months ago, ${attendees} webinar attendees and ${unmatched} unmatched attendees were deleted, with what they did.`
    return refused ? [done, `Dynamics refused to delete ${refused} more: an administrator finds out why.`] : done
  },
} satisfies Record<string, Entry>

const kinds: Record<Kind['request'], string> = {
  check: 'Check of the webinar',
  resend: 'Send again',
  backfill: 'Backfill',
  attendance: 'Read attendance now',
  types: 'Refresh webinar types',
  revokeLink: 'Revoke the join link',
  makeEvent: 'Make an event of the webinar',
  purge: 'Delete old attendees',
  erase: 'Erase the person',
  fields: 'Read the fields',
  preview: 'Show what is sent',
  thisContact: 'This contact',
  makeContact: 'Make a contact',
  ignore: 'Ignore',
}

const takes: Record<Kind['request'], string> = {
  check: 'an event or a session',
  resend: 'a registration, an event or a session',
  backfill: 'an event or a session',
  attendance: 'an event or a session',
  types: 'a webinar configuration',
  revokeLink: 'a registration',
  makeEvent: 'a found webinar',
  purge: 'a webinar configuration',
  erase: 'a contact',
  fields: 'a webinar configuration, an event or a session',
  preview: 'a registration',
  thisContact: 'an unmatched attendee, with the contact',
  makeContact: 'an unmatched attendee',
  ignore: 'an unmatched attendee',
}
