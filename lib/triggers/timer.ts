import type { InvocationContext } from '@azure/functions'
import { redactError } from './redact-error.ts'
import { report } from './telemetry.ts'

/** Runs what a timer is for; one line says how it went. An error fails the run and never the schedule. */
export async function runTimer(context: InvocationContext, run: () => Promise<object | undefined>): Promise<void> {
  try {
    const counts = await run()
    report(context, 'timer', { name: context.functionName, outcome: counts ? 'done' : 'already running', ...counts })
  } catch (error) {
    throw redactError(error)
  }
}
