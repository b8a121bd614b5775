import { Agent, request } from 'node:http'

export type Call = {
  method: string
  /** With its query, sent as it is: `fetch` would tidy it. */
  path: string
  headers: Record<string, string>
  body?: string | Uint8Array | undefined
}

/** `status` is undefined where no answer came in time, or the connection broke. */
export type Answer = { status: number | undefined; text: string; retryAfter: string | undefined; seconds: number }

/** The longest that a call may take, in milliseconds. */
const patience = 10_000
const agent = new Agent({ keepAlive: true })

/** Makes one call and waits for its whole answer. */
export function call(url: string, { method, path, headers, body }: Call): Promise<Answer> {
  const begun = performance.now()
  return new Promise((resolve) => {
    const end = (status?: number, text = '', retryAfter?: string) => {
      clearTimeout(timer)
      resolve({ status, text, retryAfter, seconds: (performance.now() - begun) / 1000 })
    }
    const { hostname, port } = new URL(url)
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    const sent = request({ agent, hostname, port, method, path, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', () => end())
      response.on('end', () =>
        end(response.statusCode, Buffer.concat(chunks).toString(), response.headers['retry-after']),
      )
    })
    const timer = setTimeout(() => sent.destroy(), patience)
    sent.on('error', (error: { code?: string }) => {
      // The server closed a connection that it held for idle, as it may at any time (nodejs.org/api/http.html, reusedSocket).
      if (sent.reusedSocket && error.code === 'ECONNRESET' && performance.now() - begun < patience) {
        clearTimeout(timer)
        resolve(call(url, { method, path, headers, body }))
      } else end()
    })
    sent.end(body)
  })
}
