/** How long those who ask wait for others, in milliseconds, and how many are done in one call. */
type Gathering = {
  wait: number
  most: number
  /** So many are worth a call: a longer wait ends with them. */
  enough?: number
  /** A longer wait for one who has time. */
  patience?: () => number
}

/** The wait of somebody who asks alone, in milliseconds. */
const shortest = 5
/** Requests that come while a call runs wait for its end, because then more can go together; but no longer than this. */
const longestBehind = 250

/**
 * Gathers what is asked for at about the same time, so that it is done for all in one call. Somebody who asks alone is
 * hardly kept waiting. What is asked for after a call was begun is never part of it, so that everybody gets what is true
 * after they asked.
 * @param work answers each in order, with its result or its error
 */
export function createGatherer<Request, Result>(
  { wait, most, enough = most, patience }: Gathering,
  work: (requests: readonly Request[]) => Promise<readonly PromiseSettledResult<Result>[]>,
): (request: Request) => Promise<Result> {
  type Asked = { request: Request; settle: PromiseWithResolvers<Result> }
  let waiting: Asked[] = []
  /** When those who wait are done, and when at the latest. */
  let due = Number.POSITIVE_INFINITY
  let latest = Number.POSITIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let timerAt = Number.POSITIVE_INFINITY
  let running = 0
  let lastAt = Number.NEGATIVE_INFINITY

  async function run(batch: readonly Asked[]) {
    running += 1
    try {
      const results = await work(batch.map(({ request }) => request))
      for (const [at, { settle }] of batch.entries()) {
        const result = results[at]
        if (result?.status === 'fulfilled') settle.resolve(result.value)
        else settle.reject(result?.reason ?? new Error('A call for many answered too few.'))
      }
    } catch (error) {
      for (const { settle } of batch) settle.reject(error)
    } finally {
      running -= 1
      flushIfDue()
    }
  }

  function flush() {
    clearTimeout(timer)
    timerAt = Number.POSITIVE_INFINITY
    const batch = waiting
    waiting = []
    due = latest = Number.POSITIVE_INFINITY
    if (batch.length > 0) void run(batch)
  }

  /** A look that comes as soon is left to come. */
  function lookAt(at: number) {
    if (timerAt <= at) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(flushIfDue, Math.max(0, Math.ceil(at - performance.now())))
  }

  function flushIfDue() {
    timerAt = Number.POSITIVE_INFINITY
    const at = running > 0 ? latest : due
    if (performance.now() >= at) flush()
    // A timer may fire a little early.
    else lookAt(at)
  }

  return (request) => {
    const now = performance.now()
    const isAlone = now - lastAt > wait
    lastAt = now
    const settle = Promise.withResolvers<Result>()
    waiting.push({ request, settle })
    const longer = patience?.() ?? 0
    due = Math.min(due, now + Math.max(isAlone ? Math.min(wait, shortest) : wait, longer))
    latest = Math.min(latest, due + longestBehind)
    if (waiting.length >= (longer ? enough : most)) flush()
    // Requests of the same moment go along, however long it takes.
    else lookAt(running > 0 ? latest : due)
    return settle.promise
  }
}
