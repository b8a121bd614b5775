import { setTimeout } from 'node:timers/promises'
import { QueueServiceClient } from '@azure/storage-queue'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { minute } from '../../lib/core/time.ts'
import type { Environment } from '../environment/environment.ts'
import { keepLedger, type Ledger } from './consistency-check.ts'
import type { Fleet } from './hosts.ts'
import type { Webinar } from './scenario.ts'

export type Healed = {
  ledger: Ledger
  /** Since the last fault, as a clock on the wall shows them. */
  seconds: number
  /** What the clocks of everything were set ahead meanwhile, in minutes. */
  minutesAhead: number
}

/**
 * How far time is let pass, in minutes, when nothing moves any more: what waits or was hidden by a killed host comes
 * back within twenty minutes, and after an hour webinars are compared person by person; once more for good measure.
 */
const leaps = [0, 20, 70, 70, 70]

/** Nothing got better for so long, in milliseconds: then only time can help. */
const stillness = 8000

/** Lets the connector heal itself, with its sweeps and as much time as it needs, until the ledger is clean. */
export async function heal(
  environment: Environment,
  fleet: Fleet,
  webinars: readonly Webinar[],
  say: (what: string) => void,
): Promise<Healed> {
  const begun = performance.now()
  let ahead = 0
  for (const [at, leap] of leaps.entries()) {
    if (leap) {
      say(`  nothing moves any more; all clocks go ${leap} minutes ahead`)
      ahead += leap * minute
      await fleet.restart(ahead)
      shiftClock(leap * minute)
    }
    const ledger = await untilStill(environment, fleet, webinars, say)
    const clean = isClean(ledger)
    if (clean || at === leaps.length - 1) {
      return { ledger, seconds: (performance.now() - begun) / 1000, minutesAhead: ahead / minute }
    }
  }
  throw new Error('There is always a last leap.')
}

export function isClean({ lost, doubled, stale }: Ledger): boolean {
  return lost.length + doubled.length + stale.length === 0
}

async function untilStill(
  environment: Environment,
  fleet: Fleet,
  webinars: readonly Webinar[],
  say: (what: string) => void,
) {
  let least = Number.POSITIVE_INFINITY
  let since = performance.now()
  for (;;) {
    // As its schedule would, only more often.
    await fleet
      .running()[0]
      ?.run('reconcile-timer')
      .catch(() => undefined)
    await setTimeout(2500)
    const ledger = keepLedger(environment, webinars)
    const wrong = ledger.lost.length + ledger.doubled.length + ledger.stale.length
    say(`  lost ${ledger.lost.length}, doubled ${ledger.doubled.length}, stale ${ledger.stale.length}`)
    if (wrong < least || (await somethingWaits(environment))) since = performance.now()
    least = Math.min(least, wrong)
    if (wrong === 0 || performance.now() - since > stillness) return ledger
  }
}

/** Whether a message could be taken up now. */
async function somethingWaits({ storage }: Environment) {
  const service = QueueServiceClient.fromConnectionString(storage.connectionString)
  for await (const { name } of service.listQueues()) {
    const { peekedMessageItems } = await service.getQueueClient(name).peekMessages({ numberOfMessages: 1 })
    if (peekedMessageItems.length) return true
  }
  return false
}
