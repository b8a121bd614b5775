import { setTimeout } from 'node:timers/promises'
import type { Fault } from '@webinar-connector/emulator-server'
import type { On24 } from '@webinar-connector/on24-emulator'

export type Arrivals = {
  /** Seconds until ON24 was told of each of these registrations; infinite where it was not within `longest` seconds. */
  secondsOf(sent: ReadonlyMap<string, number>, longest: number): Promise<number[]>
}

/** Notes when ON24 is last told of each registration. @param fault what happens to calls besides */
export function watchArrivals(on24: On24, fault?: Fault): Arrivals {
  const arrived = new Map<string, number>()
  on24.injectFault(async (request) => {
    if (request.method === 'POST' && request.url.endsWith('/registrant')) {
      const form = new URLSearchParams(await request.clone().text())
      arrived.set(form.get('exteventusercd') ?? '', performance.now())
    }
    return fault?.(request)
  })
  return {
    async secondsOf(sent, longest) {
      const until = performance.now() + longest * 1000
      const missing = () => [...sent.keys()].filter((id) => !arrived.has(id)).length
      while (missing() && performance.now() < until) await setTimeout(50)
      return [...sent].map(([id, at]) => ((arrived.get(id) ?? Number.POSITIVE_INFINITY) - at) / 1000)
    },
  }
}
