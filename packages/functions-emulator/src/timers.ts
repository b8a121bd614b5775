import { Cron } from 'croner'
import type { TypedData } from './core-types.ts'
import type { HostedFunction, TimerTrigger } from './hosted-function.ts'
import type { Invoke } from './invoke.ts'

export type Timer = { run(): Promise<void>; stop(): void }

/**
 * Runs a timer function by its NCRONTAB schedule, in UTC and one run at a time; a run that takes longer than the interval
 * skips occurrences. `run` runs it now and rejects with the error of the invocation.
 */
export function startTimer(hosted: HostedFunction, trigger: TimerTrigger, invoke: Invoke): Timer {
  let last = Promise.resolve()
  let lastRun = '0001-01-01T00:00:00+00:00'
  // NCRONTAB wants day of month and day of week to match both, unlike cron.
  const job = new Cron(trigger.schedule, { mode: '6-part', timezone: 'UTC', domAndDow: true, protect: true }, () =>
    run().catch(() => undefined),
  )
  const monitored = trigger.useMonitor && interval(job) >= 60_000

  function run() {
    const next = last.then(async () => {
      const began = new Date().toISOString()
      await invoke(hosted, toTimerData(monitored ? { Last: lastRun, Next: job.nextRun(), LastUpdated: lastRun } : null))
      lastRun = began
    })
    last = next.catch(() => undefined)
    return next
  }

  if (trigger.runOnStartup) void run().catch(() => undefined)
  return { run, stop: () => job.stop() }
}

function interval(job: Cron) {
  const [first, second] = job.nextRuns(2)
  return first && second ? second.getTime() - first.getTime() : Number.POSITIVE_INFINITY
}

function toTimerData(ScheduleStatus: object | null): TypedData {
  return { json: JSON.stringify({ Schedule: { AdjustForDST: true }, ScheduleStatus, IsPastDue: false }) }
}
