import type { Entry } from '../message.ts'

type Provider = { provider: string }

/** Why a provider does not let an account in, for its administrator. */
export const accountAccess = {
  credentials_refused: ({ provider }: Provider) => [
    `${provider} does not accept the credentials.`,
    `Check the token at ${provider}, or enter a new one.`,
  ],
  client_unknown: ({ provider }: Provider) => [
    `${provider} does not know this client id.`,
    'Correct it, and enter the token again.',
  ],
  access_level_missing: ({ provider }: Provider) => [
    `The ${provider} token lacks an access level that the connector needs.`,
    `Give it that level at ${provider}, or enter a token that has it.`,
  ],
  account_inactive: ({ provider }: Provider) => [
    `The ${provider} account is inactive or its contract has ended.`,
    `Settle this with ${provider}.`,
  ],
  credentials_unreadable: ['The stored credentials can no longer be read.', 'Enter them again.'],
} satisfies Record<string, Entry>

/** Of an account at a provider, for its administrator: in a column of 1,000 characters. */
export const configurations = {
  ...accountAccess,
  credentials_accepted: ({ provider }: Provider) => `${provider} accepts the credentials.`,
  credentials_shared: ({ provider }: Provider) =>
    `${provider} accepts the credentials. Another Dynamics environment has webinars in this account as well. The connector leaves those alone.`,
  credentials_removed:
    'The credentials were removed, so webinar integration is off. This is no fault. What the webinar provider has of webinars and people stays there. To switch it on, enter credentials.',
  kept_in_force: ({ clientId }: { clientId: string }) => `The credentials of client ${clientId} stay in force.`,
  credentials_incomplete: ({ missing }: { missing: readonly string[] }) =>
    `Enter ${missing.map((name) => fields[name] ?? name).join(' and ')} too.`,
  credentials_by_api: ({ provider }: Provider) => [
    `Credentials of ${provider} do not fit here.`,
    'Give them to the connector by PUT /configurations/{id}.',
  ],
  terms_first: ({ provider }: Provider) => [
    `Nothing was sent to ${provider}, because its terms are not accepted.`,
    'Accept them: the connector keeps the credentials sealed and goes on by itself.',
  ],
  tries_again: 'The connector tries again by itself.',
  tries_ended: ['The connector has stopped trying.', 'Clear the access token secret, save, and enter it again.'],
  configuration_inactive: ['The webinar configuration is deactivated in Dynamics.', 'Activate it first.'],
  other_provider: ({ provider }: Provider) => [
    'The webinar configuration belongs to another webinar provider in Dynamics.',
    `Use one of ${provider}.`,
  ],
  token_idle: ({ provider, days, most }: Provider & { days: number; most: number }) => [
    `The token was last used ${days} days ago; ${provider} switches it off after ${most}.`,
    'Check the webinar configuration: that is a use of it.',
  ],
  /** A sentence that an earlier edition kept, or that comes ready-made. */
  as_written: ({ text }: { text: string }) => text,

  terms_row: ({ provider }: Provider) => `${provider} terms accepted`,
} satisfies Record<string, Entry>

/** The fields of credentials as the form in Dynamics calls them. */
const fields: Record<string, string> = {
  clientId: 'the client id',
  accessTokenKey: 'the access token key',
  accessTokenSecret: 'the access token secret',
}
