import { serve as listen } from '@hono/node-server'

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

/** Serves a stand-in over HTTP on loopback; port 0 picks a free one. */
export async function serve(answer: Answer, port = 0): Promise<StandIn> {
  const calls: Call[] = []
  let fault: Fault | undefined
  type Bindings = { incoming: import('node:http').IncomingMessage }
  const fetch = async (request: Request, env: Bindings) => {
    const path = new URL(request.url).pathname
    const struck = await fault?.(request.clone())
    if (struck === 'reset') env.incoming.socket.destroy()
    const response = struck instanceof Response ? struck : struck === 'reset' ? new Response() : await answer(request)
    calls.push({ method: request.method, path, status: response.status })
    return response
  }
  const server = await new Promise<ReturnType<typeof listen>>((resolve) => {
    const started = listen({ fetch: fetch as never, port, hostname: '127.0.0.1' }, () => resolve(started))
  })
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('The stand-in did not get a port.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    calls,
    interfere: (next) => {
      fault = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        if ('closeAllConnections' in server) server.closeAllConnections()
      }),
  }
}
