import type { Entry } from '../message.ts'

type Provider = { provider: string }
type Member = { member: string }
type Kind = { kind: 'event' | 'session' }

/** Of a call to the connector, for its caller. */
export const requests = {
  body_not_json: 'The body is not JSON.',
  body_not_object: 'The body must be a JSON object.',
  body_not_filter: 'The body must be a JSON object; {} means all.',
  body_empty: 'The body is empty.',
  body_too_large: ({ kilobytes }: { kilobytes: number }) =>
    `The body is larger than the ${kilobytes} KB that it may have.`,
  body_too_deep: ({ levels }: { levels: number }) =>
    `The body is nested deeper than the ${levels} levels that it may have.`,
  body_too_slow: ({ seconds }: { seconds: number }) => `The body did not arrive within ${seconds} seconds.`,
  body_not_context: 'The body is not the JSON of a Dataverse execution context.',
  body_without_table: 'The body names no table (PrimaryEntityName).',
  body_without_row: 'The body names no row (PrimaryEntityId).',
  unknown_member: ({ member, members }: Member & { members: string }) =>
    members ? `${member} is not known; the body has ${members}.` : `${member} is not known; this call takes no body.`,
  unknown_query: ({ member, members }: Member & { members: string }) =>
    members
      ? `${member} is not known in the query, which has ${members}.`
      : `${member} is not known in the query; this call takes none.`,
  not_boolean: ({ member }: Member) => `${member} must be true or false.`,
  not_guid: ({ member }: Member) => `${member} must be a GUID.`,
  not_failure: ({ member }: Member) => `${member} must be the id of a failure, as GET /failures shows it.`,
  not_audit_record: ({ member }: Member) => `${member} must be the next that GET /audit gave.`,
  not_time: ({ member }: Member) =>
    `${member} must be a date or a time in UTC, like 2026-11-26 or 2026-11-26T16:00:00Z.`,
  not_one_of: ({ member, values }: Member & { values: string }) => `${member} must be one of ${values}.`,
  too_long: ({ member, most }: Member & { most: number }) =>
    `${member} must be text of at most ${most} characters, if given.`,
  wrong_credential: ({ member, provider }: Member & Provider) =>
    `${member} must be ${credentials[member]?.(provider) ?? `as ${provider} gives it`}.`,
  terms_must_be_accepted: ({ member, provider }: Member & Provider) =>
    `${member} must be true: the terms of ${provider} have to be accepted.`,
  not_address: ({ member }: Member) => `${member} must be an e-mail address.`,
  not_one_person: 'Give either contact or email.',
  nothing_asked_for: 'Ask for registrations, attendance, or both.',

  wrong_organization: 'The x-ms-dynamics-organization header must name the environment of this connector.',
  provider_unknown: 'The connector does not know this provider.',
  configuration_unknown: 'There is no webinar configuration with this id.',
  client_id_missing: [
    'The webinar configuration in Dynamics has no client id.',
    'An administrator of Dynamics enters it there first; then repeat this.',
  ],
  client_id_differs: [
    'The webinar configuration in Dynamics has another client id.',
    'Correct the one that is wrong: they must be the same.',
  ],
  removal_unknown: 'This webinar configuration was not removed here.',
  credentials_not_kept: 'No credentials are kept for this webinar configuration.',
  webinar_row_unknown: 'There is no event or session with this id in Dynamics.',
  not_a_webinar: ({ kind }: Kind) => `This ${kind} is not run as a webinar.`,
  attendance_not_read: 'Attendance was not read for this event or session yet.',
  backfill_unknown: 'There is no backfill with this id.',
  erasure_unknown: 'There is no erasure with this id.',
  run_unknown: 'There is no run with this id.',
  failure_unknown: 'There is no failure with this id.',
  failure_without_row: 'The message named no row, so there is nothing to send again.',

  conflict: 'Somebody else changed this at the same moment.',
  try_later: 'Try again in a few minutes.',
  try_at_once: 'Try again.',
  unforeseen: ({ correlation }: { correlation: string }) =>
    `Something went wrong. Quote ${correlation} to your administrator.`,
} satisfies Record<string, Entry>

const credentials: Record<string, (provider: string) => string> = {
  clientId: (provider) => `the number that ${provider} shows beside the token`,
  accessTokenKey: (provider) => `the token key from ${provider}, without spaces`,
  accessTokenSecret: (provider) => `the token secret from ${provider}, without spaces`,
}
