import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import type { HttpData, TypedData } from './core-types.ts'

/** One call; `url` is absolute. */
export type HttpCall = { method: string; url: URL; request: IncomingMessage }
export type HttpReply = { status: number; headers?: Record<string, string>; body?: string | Uint8Array }

/** Serves HTTP on loopback. An error of `answer` becomes an empty 500; it was logged before. */
export async function serveHttp(answer: (call: HttpCall) => Promise<HttpReply>, port: number) {
  const server = createServer((request, response) => {
    const address = `http://${request.headers.host}${request.url}`
    const url = URL.parse(address)
    const reply = url ? answer({ method: request.method ?? 'GET', url, request }) : Promise.resolve({ status: 400 })
    reply
      .catch(() => ({ status: 500 }))
      .then((given) => {
        // An open connection would delay a stopping host.
        response.shouldKeepAlive &&= server.listening
        send(response, given)
      })
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve)
        server.closeIdleConnections()
      }),
  }
}

function send(response: ServerResponse, { status, headers = {}, body = '' }: HttpReply) {
  response.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(body) }).end(body)
}

/**
 * True if the host refuses a call for its length. The function then fails to bind, which the caller sees as an empty 500.
 * github.com/Azure/azure-functions-host, `HttpRequestBodySizeMiddleware.cs`, `ExceptionMiddleware.cs`, issue 5614
 */
export function isTooLarge({ request }: HttpCall, env: NodeJS.ProcessEnv) {
  const limit = Number.parseInt(env.FUNCTIONS_REQUEST_BODY_SIZE_LIMIT ?? '', 10) || 100 * 1024 * 1024
  return Number(request.headers['content-length']) > limit
}

/** The call as the host passes it to a function. */
export async function toHttpData(
  { method, url, request }: HttpCall,
  params: Record<string, string>,
): Promise<HttpData> {
  const headers = Object.entries(request.headers).map(([key, value]) => [key, [value].flat().join(', ')] as const)
  const query = [...new Set(url.searchParams.keys())].map(
    (key) => [key, url.searchParams.getAll(key).join(',')] as const,
  )
  // Without a length the host passes no body on, so a chunked call arrives empty.
  const hasBody = Number(request.headers['content-length']) > 0
  return {
    method,
    url: url.href,
    nullableHeaders: nullable(headers),
    nullableQuery: nullable(query),
    nullableParams: nullable(Object.entries(params)),
    ...(hasBody ? { body: { bytes: await buffer(request) } } : {}),
  }
}

/** Reads a function's answer. A missing answer, undefined in Azure, and cookies, unsupported here, throw. */
export function toReply(returned: TypedData | null | undefined): HttpReply {
  const answer = returned?.http
  if (!answer || !('statusCode' in answer)) throw new Error('The function gave no response.')
  if (answer.cookies.length > 0) throw new Error('Cookies are not supported.')
  const body = answer.body?.bytes
  return { status: Number(answer.statusCode), headers: answer.headers, ...(body ? { body } : {}) }
}

function nullable(entries: (readonly [string, string])[]) {
  return Object.fromEntries(entries.map(([key, value]) => [key, { value }]))
}
