import type { InvocationContext } from '@azure/functions'
import { withReporter } from '../core/reporter.ts'
import type { UnreadableRecords } from '../core/unreadable-records.ts'
import { redactError } from './redact-error.ts'
import { report } from './telemetry.ts'

/**
 * Runs what a timer is for; one line says how it went, and one each names the records that could not be read, by
 * whatever part of the app. An error fails the run and never the schedule.
 */
export async function runTimer(
  context: InvocationContext,
  unreadableRecords: UnreadableRecords,
  run: () => Promise<object | undefined>,
): Promise<void> {
  try {
    const counts = await withReporter((event, facts) => report(context, event, facts), run)
    const { met: unreadable, records } = unreadableRecords.take()
    for (const record of records) report(context, 'record', record)
    const outcome = counts ? 'done' : 'already running'
    report(context, 'timer', { name: context.functionName, outcome, ...counts, unreadable })
  } catch (error) {
    throw redactError(error)
  }
}
