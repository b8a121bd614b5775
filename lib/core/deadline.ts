/** An external system took longer than it may. */
export class DeadlineError extends Error {}

/**
 * Gives up on a call after a time, whatever becomes of it: a signal alone does not end a body that stalls.
 * @param limit in milliseconds, for the call with its body and its repeats
 * @param call gets the signal that ends it
 * @throws Error after that time, and whatever else the call throws
 */
export async function withDeadline<T>(limit: number, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  const { promise: expired, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const error = new DeadlineError(`no whole answer within ${limit} ms`)
    reject(error)
    abort.abort(error)
  }, limit)
  try {
    return await Promise.race([call(abort.signal), expired])
  } finally {
    clearTimeout(timer)
  }
}

/** For a call with its body, and for the time in which nothing comes of it, in milliseconds. */
export type TimeLimits = { whole: number; idle: number }

/**
 * A `fetch` whose answers end. The time begins with this call and goes on through repeats.
 *
 * The signal of a Request is lost to garbage collection once its headers have come (github.com/nodejs/undici/issues/4068,
 * github.com/nodejs/node/issues/55428), and ky copies each Request. So the body is watched while it is read.
 */
export function fetchWithin({ whole, idle }: TimeLimits): typeof fetch {
  const end = performance.now() + whole
  const left = () => Math.max(1, Math.min(idle, end - performance.now()))
  return async (input, init) => {
    const response = await withDeadline(left(), (signal) => fetch(input, { ...init, signal }))
    if (!response.body) return response
    const reader = response.body.getReader()
    const body = new ReadableStream<Uint8Array>({
      async pull(controller) {
        try {
          const { done, value } = await withDeadline(left(), () => reader.read())
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (error) {
          controller.error(error)
          await reader.cancel(error).catch(() => undefined)
        }
      },
      cancel: (reason) => reader.cancel(reason),
    })
    const { status, statusText, headers } = response
    return new Response(body, { status, statusText, headers })
  }
}
