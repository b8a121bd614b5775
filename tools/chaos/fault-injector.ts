import { setTimeout } from 'node:timers/promises'
import type { Emulator, Fault } from '@webinar-connector/emulator-server'
import { type Stall, stall, stalls } from '@webinar-connector/emulator-server/stall'
import { foreignAnswers } from '@webinar-connector/on24-emulator/foreign-answers'
import type { Environment } from '../environment/environment.ts'
import type { Clock } from './clock.ts'
import { type FaultKind, type FaultWindow, type System, systems } from './plan-fault-windows.ts'
import { seededRandom } from './seeded-random.ts'

export type FaultInjector = {
  /** Number of faults so far, by kind. */
  injected: Map<FaultKind, number>
  /** True: ON24 does what it is asked, and its responses are delayed. False: no longer. */
  delayResponses(delayed: boolean): void
  /** Ends all faults. */
  stop(): void
}

/** Header of a call that a fault passes on itself, so that no further fault is injected into it. */
const passedOn = 'x-chaos-passed-on'

/** Seconds after which a stalled call ends by itself: longer than the deadline that its caller should have. */
const stallSeconds = 120

/** Messages as ON24 words them. */
const on24Messages = {
  quota: 'You have reached the maximum number of calls for this api.',
  unknown: 'Your request cannot be served.',
}

/** Injects the planned faults into the calls to the external systems. */
export function injectFaults(
  { on24, dataverse, keyVault, identity }: Environment,
  windows: readonly FaultWindow[],
  seed: number,
  clock: Clock,
): FaultInjector {
  const emulators: Record<System, Emulator> = {
    'ON24 na': on24.na,
    'ON24 eu': on24.eu,
    Dataverse: dataverse,
    'Key Vault': keyVault,
    identity,
  }
  const injected = new Map<FaultKind, number>()
  let delayed = false

  for (const system of systems) {
    const random = seededRandom(`calls ${system} ${seed}`)
    const ofSystem = windows.filter((window) => window.system === system)
    emulators[system].injectFault((request) => {
      if (request.headers.has(passedOn)) return undefined
      if (delayed && system.startsWith('ON24')) return delayResponse(request)
      const now = clock.now()
      const window = ofSystem.find(({ from, to }) => from <= now && now < to)
      if (!window || !random.chance(window.share)) return undefined
      injected.set(window.kind, (injected.get(window.kind) ?? 0) + 1)
      return faults[window.kind](request)
    })
  }
  return {
    injected,
    delayResponses: (next) => {
      delayed = next
    },
    stop: () => {
      for (const emulator of Object.values(emulators)) emulator.injectFault()
    },
  }
}

const refuse = (status: number, message: string, headers = {}) => Response.json({ message }, { status, headers })

const faults: Record<FaultKind, Fault> = {
  '500': () => refuse(500, 'Internal error.'),
  '503': () => refuse(503, 'Service unavailable.'),
  '429': () => refuse(429, 'Too many requests.', { 'retry-after': '2' }),
  '403 quota': () => refuse(403, on24Messages.quota),
  '403 unknown': () => refuse(403, on24Messages.unknown),
  'gateway time-out': () => setTimeout(2000, refuse(504, 'Gateway time-out.')),
  reset: () => 'reset',
  slow: () => setTimeout(800, undefined),
  ...foreignAnswers,
  'response replaced': async (request) => {
    await passOn(request)
    return foreignAnswers['page under 200']()
  },
  'response cut off': async (request) => {
    const { status, headers, text } = await passOn(request)
    return new Response(text.slice(0, Math.floor(text.length / 2)) || null, { status, headers })
  },
  'response dropped': async (request) => {
    await passOn(request)
    return 'reset' as const
  },
  ...(Object.fromEntries(stalls.map((kind) => [kind, stalled(kind)])) as Record<Stall, Fault>),
}

/** The system does what it is asked, and its answer never comes to its end. */
function stalled(kind: Stall): Fault {
  return async (request) => {
    const { status, headers, text } = await passOn(request)
    return stall(kind, { seconds: stallSeconds, answer: new Response(text || null, { status, headers }) })
  }
}

/** Lets the emulator answer, out of sight of the caller. */
async function passOn(request: Request) {
  const headers = new Headers(request.headers)
  headers.set(passedOn, 'yes')
  for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) headers.delete(name)
  const body = request.method === 'GET' ? undefined : await request.text()
  const answer = await fetch(request.url, { method: request.method, headers, ...(body !== undefined && { body }) })
  const text = await answer.text()
  const given = new Headers(answer.headers)
  for (const name of ['connection', 'content-length', 'content-encoding', 'transfer-encoding']) given.delete(name)
  return { status: answer.status, headers: given, text }
}

async function delayResponse(request: Request) {
  const { status, headers, text } = await passOn(request)
  await setTimeout(1500)
  return new Response(text || null, { status, headers })
}
