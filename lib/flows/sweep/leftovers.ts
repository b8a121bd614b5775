import type { Services } from '../../services.ts'
import type { FailureFacts } from '../../stores/failures.ts'

/** Messages that one sweep takes of each queue at most, so that it ends well before the next begins. */
const limit = 2000

/**
 * Records every message that the host gave up on (a crash, five takes); nothing else reads the poison queues.
 * @param recorded gets what the log says of each, also where a later one cannot be recorded
 */
export function recordLeftovers(recorded: FailureFacts[], { queues, recordFailure }: Services): Promise<void> {
  return queues.drainPoison(limit, async (failed) => {
    recorded.push(await recordFailure(failed))
  })
}

/** Moves messages that an update from the first edition found in its queues; how many that were. */
export function moveFormerMessages({ queues }: Services): Promise<number> {
  return queues.moveFormer(limit)
}
