import { setTimeout } from 'node:timers/promises'

/** Ways in which a call never gets the end of its answer, while the connection stays open. */
export const stalls = ['headers, then silence', 'trickle', 'half-open'] as const
export type Stall = (typeof stalls)[number]

type Options = {
  /** After these seconds the answer breaks off; without them it never does. */
  seconds?: number
  /** The answer that begins: its status, its headers and a part of its body are sent. */
  answer?: Response
}

/** Milliseconds between two bytes of a trickle. */
const pause = 1000

/** The answer of a call that stalls. A fault gives it: `emulator.injectFault(() => stall('half-open'))`. */
export async function stall(kind: Stall, { seconds, answer }: Options = {}): Promise<Response | 'reset'> {
  const end = new Promise<'reset'>((resolve) => {
    // The timer of a stall keeps no process alive.
    if (seconds !== undefined) void setTimeout(seconds * 1000, 'reset' as const, { ref: false }).then(resolve)
  })
  // An answer without a body is over with its headers.
  if (kind === 'half-open' || answer?.body === null) return end
  const text = answer ? await answer.text() : '{"value":['
  const chunks = kind === 'trickle' ? trickle(end) : silence(text.slice(0, Math.ceil(text.length / 2)), end)
  const headers = new Headers(answer?.headers ?? { 'content-type': 'application/json' })
  for (const name of ['content-length', 'content-encoding', 'transfer-encoding', 'connection']) headers.delete(name)
  return new Response(ReadableStream.from(chunks), { status: answer?.status ?? 200, headers })
}

async function* silence(begun: string, end: Promise<unknown>) {
  yield Buffer.from(begun)
  await end
}

/** White space, which may precede any JSON. */
async function* trickle(end: Promise<unknown>) {
  for (let open = true; open; ) {
    yield Buffer.from(' ')
    open = await Promise.race([setTimeout(pause, true, { ref: false }), end.then(() => false)])
  }
}
