import type { eventTypes, Language } from './account-lists.ts'
import { refuse } from './refusal.ts'
import type { World } from './world.ts'

/** The access levels a token can be given; one token may hold several. */
export const levels = ['event-management', 'account-analytics', 'event-analytics', 'registration', 'helper'] as const

export type Level = (typeof levels)[number]

/** A client with its API token. Everything but the id may be changed while the stand-in runs. */
export type Account = {
  readonly clientId: string
  accessTokenKey: string
  accessTokenSecret: string
  /** Off: the quotas of the API do not apply to this client. */
  quotas: boolean
  /** Whether the token is enabled. */
  enabled: boolean
  /** Whether the client is active. */
  active: boolean
  contractExpired: boolean
  levels: Set<Level>
  /** What events can be made of. */
  eventTypes: typeof eventTypes
  languages: Language[]
}

/** The client a request may act for: known token, its own client, in good standing, with the level the call needs. */
export function admit(world: World, headers: Headers, clientId: string, level: Level): Account {
  const key = headers.get('accessTokenKey')
  const secret = headers.get('accessTokenSecret')
  if (!key || !secret) refuse(401, 'Header must contain both accessTokenKey and accessTokenSecret.')
  const owner = [...world.accounts.values()].find(
    (account) => account.accessTokenKey === key && account.accessTokenSecret === secret,
  )
  if (!owner) refuse(401, 'The accessTokenKey and accessTokenSecret do not match an access token.')
  if (!owner.enabled) refuse(401, 'The access token is deactivated.')
  const account = world.accounts.get(clientId) ?? refuse(404, `Client ${clientId} was not found.`)
  if (account !== owner) refuse(403, 'You do not have permission to perform the requested operation.')
  if (!account.active) refuse(403, `Client ${clientId} is inactive.`)
  if (account.contractExpired) refuse(403, `The contract of client ${clientId} has expired.`)
  if (!account.levels.has(level)) refuse(403, 'You do not have permission to perform the requested operation.')
  return account
}
