import { setTimeout } from 'node:timers/promises'
import type { Line } from '../environment/print-table.ts'
import { register } from './account.ts'
import { watchArrivals } from './arrivals.ts'
import { figure, percentile } from './figure.ts'
import { inWorld } from './world.ts'

type Rate = { perSecond: number; seconds: number; before: string; drained?: string }

/** Registrations a second and for how long; ON24 takes a thousand a minute, of which 950 come at the fastest. */
const rates: readonly Rate[] = [
  { perSecond: 0.2, seconds: 60, before: '5.0 s on average, 9.3 s at worst' },
  { perSecond: 5, seconds: 15, before: '0.4 s' },
  { perSecond: 20, seconds: 20, before: '2.7 s' },
  { perSecond: 50, seconds: 19, before: '93 s (for 40 s)', drained: '78 s (for 40 s)' },
]
/** Registrations that are not there by then count as never. */
const longest = 120

/** Measures the time from the webhook of a registration to ON24, on a warm host under the shipped settings. */
export function measureLatency(): Promise<Line[]> {
  return inWorld({}, async (world) => {
    const lines: Line[] = []
    const arrivals = watchArrivals(world.on24.na)
    Object.assign(world.dataverse.latency, { call: 50 })
    for (const [number, { perSecond, seconds, before, drained }] of rates.entries()) {
      // Each rate has a quota of its own.
      const { webinar } = await world.account({ clientId: String(20_001 + number), latency: 100 })
      await arrivals.secondsOf(new Map([[register(world, webinar), 0]]), longest)
      await world.idle()
      const sent = new Map<string, number>()
      const begun = performance.now()
      for (let at = 0; at < perSecond * seconds; at += 1) {
        // A little off the beat, so that it never falls in with the polls.
        await setTimeout(Math.max(0, begun + ((at + Math.random() / 2) * 1000) / perSecond - performance.now()))
        const now = performance.now()
        sent.set(register(world, webinar), now)
      }
      const lastSent = performance.now()
      const took = await arrivals.secondsOf(sent, longest)
      lines.push(
        figure(`Webhook to ON24 at ${perSecond} a second, median`, percentile(took, 0.5), { unit: 's' }),
        figure('  95 of 100 within', percentile(took, 0.95), {
          ...{ unit: 's', before },
          ...(perSecond <= 20 && { atMost: 2 }),
        }),
      )
      if (drained !== undefined) {
        const after = Math.max(0, ...[...sent.values()].map((at, index) => at + (took[index] ?? 0) * 1000 - lastSent))
        lines.push(
          figure('  all there after the last of them', after / 1000, { unit: 's', atMost: 5, before: drained }),
        )
      }
    }
    return lines
  })
}
