import { setTimeout } from 'node:timers/promises'
import type { Fault } from '@webinar-connector/emulator-server'
import { stall } from '@webinar-connector/emulator-server/stall'
import { clientOf } from '@webinar-connector/on24-emulator/client-of'
import type { Line } from '../environment/print-table.ts'
import { register, registerMany, type Webinar } from './account.ts'
import { type Arrivals, watchArrivals } from './arrivals.ts'
import { figure, percentile } from './figure.ts'
import { inWorld, type World } from './world.ts'

const [busyClient, otherClient] = ['30001', '30002']
/** Registrations of the other account, one after the other, and the most seconds that each is waited for. */
const [singles, longest] = [15, 60]
/** An import that fills the quota for as long as this takes. */
const imported = 2500
/** Seconds after which the import has used up a minute's quota at the fastest. */
const filling = 30
/** More than all workers of three hosts. */
const stalled = 120

const before: Record<number, { full: string; stalled: string }> = {
  1: { full: '84 s and 187 s (0.1 s alone)', stalled: '299 s (0.1 s alone)' },
  3: { full: '24 s and 101 s (0.1 s alone)', stalled: 'not measured' },
}

/** Measures how long registrations of an account take while another one is full, or stalls, against alone. */
export async function measureFairness(hosts: number): Promise<Line[]> {
  const on = hosts === 1 ? '1 host' : `${hosts} hosts`
  const full = await beside(hosts, async (world, webinar) => {
    await registerMany(world, [webinar], imported)
    await setTimeout(filling * 1000)
  })
  const silent: Fault = (request) => (clientOf(request) === busyClient ? stall('headers, then silence') : undefined)
  const stuck = await beside(
    hosts,
    async (world, webinar) => {
      await registerMany(world, [webinar], stalled)
      await setTimeout(3000)
    },
    silent,
  )
  return [
    figure(`A registration alone, median, ${on}`, full.alone, { unit: 's' }),
    figure('  beside an account that is full', full.beside, { unit: 's', before: before[hosts]?.full ?? '' }),
    figure('    times the time alone', full.beside / full.alone, { atMost: 2 }),
    figure('  beside an account that stalls', stuck.beside, { unit: 's', before: before[hosts]?.stalled ?? '' }),
    figure('    times the time alone', stuck.beside / stuck.alone, { atMost: 2 }),
  ]
}

/** Median seconds of one account's registrations alone, and then beside what happens to another account. */
function beside(hosts: number, occupy: (world: World, webinar: Webinar) => Promise<void>, fault?: Fault) {
  return inWorld({ hosts }, async (world) => {
    Object.assign(world.dataverse.latency, { call: 50 })
    const busy = await world.account({ clientId: busyClient, latency: 100 })
    const other = await world.account({ clientId: otherClient, latency: 100 })
    await world.idle()
    const healthy = watchArrivals(world.on24.na)
    await secondsOfSingles(world, other.webinar, healthy, 1)
    const alone = await secondsOfSingles(world, other.webinar, healthy, singles)
    const arrivals = watchArrivals(world.on24.na, fault)
    await occupy(world, busy.webinar)
    return { alone, beside: await secondsOfSingles(world, other.webinar, arrivals, singles) }
  })
}

async function secondsOfSingles(world: World, webinar: Webinar, arrivals: Arrivals, count: number) {
  const took: number[] = []
  for (let at = 0; at < count; at += 1) {
    // A pause of another length each time, so that it never falls in with the polls.
    await setTimeout(500 + Math.random() * 1500)
    const now = performance.now()
    took.push(...(await arrivals.secondsOf(new Map([[register(world, webinar), now]]), longest)))
  }
  return percentile(took, 0.5)
}
