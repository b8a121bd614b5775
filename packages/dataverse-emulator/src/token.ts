import type { ApiRequest } from './exchange.ts'
import { badRequest } from './fault.ts'
import type { Value } from './types.ts'

/** Encodes a position in a result as the opaque text of a next link. */
export function writeToken(position: Value[]): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url')
}

/** Decodes a token; refuses a malformed one. */
export function readToken(token: string): Value[] {
  try {
    const position: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (Array.isArray(position)) return position
  } catch {}
  throw badRequest('The paging cookie is malformed.')
}

/** The request's own address, continued from a token. */
export function pageLink(request: ApiRequest, option: '$skiptoken' | '$deltatoken', token: string): string {
  const options = [...new URLSearchParams(request.search)].filter(([name]) => !/^\$(skip|delta)token$/.test(name))
  const query = [...options, [option, token]].map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
  return `${request.base}${request.resource}?${query.join('&')}`
}
