import { refuse } from './refusal.ts'
import type { Account, Level, World } from './types.ts'

/** All access levels. */
export const levels: readonly Level[] = [
  'event-management',
  'account-analytics',
  'event-analytics',
  'registration',
  'helper',
]

/**
 * The client that a request may act for. Refuses an unknown or deactivated token, another client than the token's, an
 * inactive client, an expired contract, and a token without the level that the call needs.
 */
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
