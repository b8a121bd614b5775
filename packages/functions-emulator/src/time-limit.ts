import type { LogRecord } from './protocol.ts'

export type TimeLimit = ReturnType<typeof createTimeLimit>

type Invocation = { functionName: string; invocationId: string }

/** A longer wait than this makes `setTimeout` fire at once. */
const longestTimer = 2 ** 31 - 1

/**
 * Fails an invocation that takes longer than the limit (milliseconds; `undefined`: none), and all other running ones: they
 * share the worker process, which the host then ends. `onExceeded` has to end it.
 * github.com/Azure/azure-webjobs-sdk, `FunctionExecutor.cs`; github.com/Azure/azure-functions-host,
 * `WebScriptHostExceptionHandler.cs`
 */
export function createTimeLimit(limit: number | undefined, write: (record: LogRecord) => void, onExceeded: () => void) {
  const running = new Set<(reason: Error) => void>()
  let ended: Error | undefined

  function exceed({ functionName, invocationId }: Invocation) {
    const name = `Functions.${functionName}`
    const log = (level: 'error' | 'warning', category: string, message: string) =>
      write({ time: new Date().toISOString(), level, category, functionName, invocationId, message })
    const value = `Timeout value of ${toTimeSpan(limit ?? 0)}`
    log(
      'error',
      `Function.${functionName}`,
      `${value} exceeded by function '${name}' (Id: '${invocationId}'). Initiating cancellation.`,
    )
    const restarting = `Restarting worker process executing invocationId '${invocationId}'.`
    log('warning', 'Host.General', `A function timeout has occurred. ${restarting}`)
    ended = new Error(`${value} was exceeded by function: ${name}`)
    onExceeded()
    for (const fail of running) fail(ended)
  }

  return {
    /** Runs an invocation; rejects with its error, or when this or another one exceeds the limit. */
    async within<T>(invocation: Invocation, run: () => Promise<T>): Promise<T> {
      if (ended) throw ended
      const { promise, reject } = Promise.withResolvers<never>()
      const timer = limit && setTimeout(() => exceed(invocation), Math.min(limit, longestTimer))
      running.add(reject)
      try {
        return await Promise.race([run(), promise])
      } finally {
        clearTimeout(timer)
        running.delete(reject)
      }
    },
  }
}

function toTimeSpan(milliseconds: number) {
  const seconds = Math.round(milliseconds / 1000)
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part) => String(part).padStart(2, '0')).join(':')
}
