import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

/** One request a stand-in has answered; enough to count calls and to see what was asked. No headers: they hold tokens. */
type Call = { method: string; path: string; status: number }

/** Answers in place of the stand-in, or `'reset'` to cut the connection; nothing lets the stand-in answer. */
export type Fault = (request: Request) => Response | 'reset' | undefined | Promise<Response | 'reset' | undefined>

export type StandIn = {
  /** Base address without a trailing slash, e.g. `http://127.0.0.1:40123`. */
  url: string
  /** Every call so far, oldest first. Empty it to count from now. */
  calls: Call[]
  /** Puts a fault before every request until called again without one. */
  interfere(fault?: Fault): void
  stop(): Promise<void>
}

type Answer = (request: Request) => Response | Promise<Response>

/** Serves a stand-in over HTTP on loopback; port 0 picks a free one. Rejects if the port is in use. */
export async function serve(answer: Answer, port = 0): Promise<StandIn> {
  const calls: Call[] = []
  let fault: Fault | undefined
  const fetch = async (request: Request, { incoming }: { incoming: IncomingMessage }) => {
    const injected = await fault?.(request.clone())
    if (injected === 'reset') incoming.socket.destroy()
    const response = injected === 'reset' ? new Response() : (injected ?? (await answer(request)))
    calls.push({ method: request.method, path: new URL(request.url).pathname, status: response.status })
    return response
  }
  const server = createAdaptorServer({ fetch: fetch as never }) as Server
  // Node's five seconds end while a busy test blocks this process, and its next call then meets a closed connection.
  server.keepAliveTimeout = 60_000
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    interfere: (next) => {
      fault = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
