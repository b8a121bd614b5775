import type { ApiRequest } from './exchange.ts'
import { badRequest } from './fault.ts'
import type { Value } from './types.ts'

/** Packs a place in a result into the opaque text of a next link. */
export function writeToken(place: Value[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** Opens a token again; a broken one is refused. */
export function readToken(token: string): Value[] {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (Array.isArray(place)) return place
  } catch {}
  throw badRequest('The paging cookie is malformed.')
}

/** The request's own address, going on from a token. */
export function pageLink(request: ApiRequest, option: '$skiptoken' | '$deltatoken', token: string): string {
  const options = [...new URLSearchParams(request.search)].filter(([name]) => !/^\$(skip|delta)token$/.test(name))
  const query = [...options, [option, token]].map(([name, value]) => `${name}=${encodeURIComponent(value ?? '')}`)
  return `${request.base}${request.resource}?${query.join('&')}`
}
