import { answer } from './answer.ts'
import { APPLICATION, type Caller } from './caller.ts'
import { type ApiResponse, refusal } from './exchange.ts'
import { DataverseFault, notFound } from './fault.ts'
import { type Latency, takeTime } from './latency.ts'
import { type Added, answerPage } from './session/pages.ts'
import type { Sessions } from './session/sessions.ts'
import type { Store } from './store.ts'

/** All that answering over HTTP takes. */
export type Served = {
  store: Store
  sessions: Sessions
  accepts: (bearerToken: string) => boolean
  latency: Latency
  added: Added | undefined
}

/** Answers a call to the Web API, with a token or a browser's cookie, or one for a page. */
export async function answerHttp(served: Served, request: Request): Promise<Response> {
  const answered = await answerCall(served, request)
  answered.headers.set('date', new Date(served.store.now()).toUTCString())
  return answered
}

async function answerCall(served: Served, request: Request): Promise<Response> {
  const { store, sessions, accepts, latency, added } = served
  const url = new URL(request.url)
  if (added && url.pathname.startsWith('/emulator/')) return added.answer(request)
  if (url.pathname.includes('/WebResources/')) return answerPage({ store, sessions, added }, request)
  const caller = bearer(request.headers, accepts) ?? sessions.caller(request.headers)
  const [, api, resource] = /^(\/api\/data\/v9\.\d\/)(.+)$/.exec(url.pathname) ?? []
  if (!caller) return unauthorized(url.origin)
  if (!api || !resource) return respond(refusal(notFound(`There is nothing at ${url.pathname}.`)))
  const { method, headers } = request
  const body = await request.text()
  await takeTime(latency, resource, method, body)
  const seen = { ...store, caller }
  return respond(answer(seen, { method, base: `${url.origin}${api}`, resource, search: url.search, headers, body }))
}

function bearer(headers: Headers, accepts: Served['accepts']): Caller | undefined {
  const [, token] = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '') ?? []
  return token && accepts(token) ? APPLICATION : undefined
}

function unauthorized(origin: string): Response {
  const answered = refusal(new DataverseFault(401, '0x80040220', 'The request carries no token that is accepted here.'))
  const challenge = `Bearer authorization_uri=https://login.microsoftonline.com/common/oauth2/authorize, resource_id=${origin}/`
  return respond({ ...answered, headers: { ...answered.headers, 'www-authenticate': challenge } })
}

function respond({ status, headers, body }: ApiResponse): Response {
  // Clients read the advised degree of parallelism off `x-ms-dop-hint`.
  return new Response(body ?? null, { status, headers: { ...headers, 'odata-version': '4.0', 'x-ms-dop-hint': '8' } })
}
