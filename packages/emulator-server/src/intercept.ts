import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Emulator, Fault } from './server.ts'

/** The calls and faults of an HTTP server that is not built on `serve`. */
export type Intercepted = Pick<Emulator, 'calls' | 'injectFault'>

/** Counts the calls of a server and lets faults answer in its place. A fault sees no body here. */
export function intercept(server: Server): Intercepted {
  const listeners = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[]
  const calls: Emulator['calls'] = []
  let fault: Fault | undefined
  server.removeAllListeners('request')
  server.on('request', async (incoming: IncomingMessage, outgoing: ServerResponse) => {
    const url = new URL(incoming.url ?? '/', 'http://127.0.0.1')
    const method = incoming.method ?? 'GET'
    outgoing.once('close', () => calls.push({ method, path: url.pathname, status: outgoing.statusCode }))
    const injected = await fault?.(new Request(url, { method, headers: headersOf(incoming) }))
    if (injected === 'reset') incoming.socket.destroy()
    else if (injected) await send(injected, outgoing)
    else for (const listener of listeners) listener(incoming, outgoing)
  })
  return {
    calls,
    injectFault: (next) => {
      fault = next
    },
  }
}

function headersOf({ headers }: IncomingMessage) {
  return Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
}

async function send(answer: Response, outgoing: ServerResponse) {
  outgoing.writeHead(answer.status, Object.fromEntries(answer.headers))
  outgoing.flushHeaders()
  // A caller that hangs up ends the answer.
  await pipeline(answer.body ? Readable.fromWeb(answer.body as never) : Readable.from([]), outgoing).catch(
    () => undefined,
  )
}
