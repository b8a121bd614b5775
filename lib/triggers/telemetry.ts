import type { InvocationContext } from '@azure/functions'

/**
 * The names under which the app reports what it did. Each report is one log line of JSON, which the Functions host
 * carries to Application Insights (table `traces`); alerts and workbook query these very names.
 */
export const events = {
  /** A message ended, or comes back: queue, work, table, id, outcome, attempts, seconds since its first attempt. */
  message: 'connector.message',
  /** A message that gave up was recorded: queue, work, table, id, kind. */
  failure: 'connector.failure',
  /** A timer ran: name and counts. */
  timer: 'connector.timer',
  /** A record of the app's own tables cannot be read by this version: table, keys, columns. */
  record: 'connector.record',
  /** Key Vault as the sweep found it: state, days until its newest key expires. */
  vault: 'connector.vault',
  /** An account as the sweep found it: configuration, health, days since its credentials were last taken. */
  account: 'connector.account',
  /** A record was added to the audit trail: its id, act, action, outcome, orderedBy, actor, and what it was about. */
  audit: 'connector.audit',
  /** A webinar was counted: its id, kind, configuration, how many are due, sent, waiting, refused, attended; whether it is ahead. */
  ledger: 'connector.ledger',
} as const

/** Reports one event. Facts are ids, counts and our own words; never a name, an address, a token or a body. */
export function report(context: InvocationContext, event: keyof typeof events, facts: object) {
  context.log(JSON.stringify({ event: events[event], ...facts }))
}
