import { setTimeout } from 'node:timers/promises'
import { QueueServiceClient } from '@azure/storage-queue'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { minute } from '../../lib/core/time.ts'
import type { Environment } from '../environment/environment.ts'
import { type Consistency, checkConsistency } from './consistency-check.ts'
import type { Hosts } from './hosts.ts'
import type { Webinar } from './scenario.ts'

export type Recovery = {
  consistency: Consistency
  /** Real seconds since the last fault. */
  seconds: number
  /** Minutes that all clocks were set ahead meanwhile. */
  minutesAhead: number
}

/**
 * Minutes by which all clocks are set ahead, one after the other, when nothing changes any more: small steps first, because
 * a step may go further than was needed. Messages that wait or were hidden by a killed host return within twenty minutes;
 * webinars are reviewed after an hour; the rest is reserve.
 */
const leaps = [0, 2, 3, 5, 10, 70, 70, 70]

/** Milliseconds without progress after which only later clocks can help. */
const stillness = 8000

/** Runs sweeps, and sets the clocks ahead where needed, until everything is consistent or all leaps are used. */
export async function recover(
  environment: Environment,
  hosts: Hosts,
  webinars: readonly Webinar[],
  print: (line: string) => void,
): Promise<Recovery> {
  const begun = performance.now()
  let ahead = 0
  for (const [at, leap] of leaps.entries()) {
    if (leap) {
      print(`  no progress any more; all clocks are set ${leap} minutes ahead`)
      ahead += leap * minute
      await hosts.restart(ahead)
      shiftClock(leap * minute)
    }
    const consistency = await sweepUntilStill(environment, hosts, webinars, print)
    if (isConsistent(consistency) || at === leaps.length - 1) {
      return { consistency, seconds: (performance.now() - begun) / 1000, minutesAhead: ahead / minute }
    }
  }
  throw new Error('The last leap has no successor.')
}

export function isConsistent(consistency: Consistency): boolean {
  return countProblems(consistency) === 0
}

function countProblems({ lost, doubled, stale, uncounted }: Consistency) {
  return lost.length + doubled.length + stale.length + uncounted.length
}

async function sweepUntilStill(
  environment: Environment,
  hosts: Hosts,
  webinars: readonly Webinar[],
  print: (line: string) => void,
) {
  let fewest = Number.POSITIVE_INFINITY
  let since = performance.now()
  let printed = ''
  for (;;) {
    // The sweep runs as by its schedule, only more often.
    await hosts
      .running()[0]
      ?.run('sweep-timer')
      .catch(() => undefined)
    await setTimeout(2500)
    const consistency = checkConsistency(environment, webinars)
    const problems = countProblems(consistency)
    const { lost, doubled, stale, uncounted } = consistency
    const counts = `doubled ${doubled.length}, stale ${stale.length}, uncounted ${uncounted.length}`
    const line = `  lost ${lost.length}, ${counts}`
    if (line !== printed) print(line)
    printed = line
    if (problems < fewest || (await isMessageReady(environment))) since = performance.now()
    fewest = Math.min(fewest, problems)
    if (problems === 0 || performance.now() - since > stillness) return consistency
  }
}

async function isMessageReady({ storage }: Environment) {
  const service = QueueServiceClient.fromConnectionString(storage.connectionString)
  for await (const { name } of service.listQueues()) {
    const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 1 })
    if (peekedMessageItems.length) return true
  }
  return false
}
