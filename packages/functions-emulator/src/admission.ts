import { timingSafeEqual } from 'node:crypto'
import type { HttpCall } from './http-server.ts'
import type { Keys } from './protocol.ts'

/**
 * True if a call carries a key for this level; the header is read first, then the query.
 * github.com/Azure/azure-functions-host, `AuthenticationLevelHandler.cs`
 */
export function admits(level: string, keys: Keys, { request, url }: HttpCall) {
  if (level === 'anonymous') return true
  const given = request.headers['x-functions-key'] ?? url.searchParams.get('code')
  if (typeof given !== 'string') return false
  return isSameKey(given, keys.master) || (level === 'function' && isSameKey(given, keys.default))
}

function isSameKey(given: string, key: string) {
  return given.length === key.length && timingSafeEqual(Buffer.from(given), Buffer.from(key))
}
