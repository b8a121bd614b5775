import { setTimeout } from 'node:timers/promises'

/**
 * Gathers what is asked for at about the same time, so that it is done for all in one call. Somebody who asks alone is
 * hardly kept waiting. What is asked for after a call was begun is never part of it, so that everybody gets what is true
 * after they asked.
 * @param wait for others, in milliseconds
 * @param most in one call
 * @param work answers each in order, with its result or its error
 */
export function createGatherer<Request, Result>(
  { wait, most }: { wait: number; most: number },
  work: (requests: readonly Request[]) => Promise<readonly PromiseSettledResult<Result>[]>,
): (request: Request) => Promise<Result> {
  type Asked = { request: Request; settle: PromiseWithResolvers<Result> }
  let waiting: Asked[] = []
  let lastAt = Number.NEGATIVE_INFINITY

  async function run(batch: readonly Asked[]) {
    try {
      const results = await work(batch.map(({ request }) => request))
      for (const [at, { settle }] of batch.entries()) {
        const result = results[at]
        if (result?.status === 'fulfilled') settle.resolve(result.value)
        else settle.reject(result?.reason ?? new Error('A call for many answered too few.'))
      }
    } catch (error) {
      for (const { settle } of batch) settle.reject(error)
    }
  }

  function flush() {
    const batch = waiting
    waiting = []
    if (batch.length > 0) void run(batch)
  }

  return (request) => {
    const isAlone = performance.now() - lastAt > wait
    lastAt = performance.now()
    const settle = Promise.withResolvers<Result>()
    waiting.push({ request, settle })
    if (waiting.length >= most) flush()
    else if (waiting.length === 1) {
      const batch = waiting
      // Messages in hand ask within one turn of the loop, or a few.
      void setTimeout(isAlone ? Math.min(wait, shortest) : wait).then(() => batch === waiting && flush())
    }
    return settle.promise
  }
}

/** The wait of somebody who asks alone, in milliseconds. */
const shortest = 5
