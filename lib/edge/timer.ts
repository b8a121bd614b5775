import type { InvocationContext } from '@azure/functions'
import { cleaned } from './clean-error.ts'

/** Runs what a timer is for; one line says how it went. An error fails the run and never the schedule. */
export async function runTimer(context: InvocationContext, run: () => Promise<unknown>): Promise<void> {
  try {
    context.log(JSON.stringify(await run()))
  } catch (error) {
    throw cleaned(error)
  }
}
