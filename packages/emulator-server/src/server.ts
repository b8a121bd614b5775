import { once } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'

/** One answered request, without headers and query: they hold tokens and keys. */
type Call = { method: string; path: string; status: number }

/** Answers in place of the emulator. `'reset'` cuts the connection; with undefined the emulator answers. */
export type Fault = (request: Request) => Response | 'reset' | undefined | Promise<Response | 'reset' | undefined>

export type Emulator = {
  /** Base address without a trailing slash, e.g. `http://127.0.0.1:40123`. */
  url: string
  /** All calls so far, oldest first. Set its length to 0 to count from now. */
  calls: Call[]
  /** Injects a fault into every call, until called again without one. */
  injectFault(fault?: Fault): void
  stop(): Promise<void>
}

type Answer = (request: Request) => Response | Promise<Response>

/** Serves an emulator over HTTP on loopback; port 0 picks a free one. Rejects if the port is in use. */
export async function serve(answer: Answer, port = 0): Promise<Emulator> {
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
  // Node's default of five seconds may end while a test blocks this process; its next call would then be reset.
  server.keepAliveTimeout = 60_000
  await once(server.listen(port, '127.0.0.1'), 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    injectFault: (next) => {
      fault = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
