import { setTimeout } from 'node:timers/promises'
import type { Fault, StandIn } from '@webinar-connector/emulator-server'
import type { Environment } from '../environment/environment.ts'
import type { Clock } from './clock.ts'
import { type Kind, type Neighbour, neighbours, type Spell } from './plan-fault-windows.ts'
import { throwDice } from './seeded-random.ts'

export type Breaker = {
  /** How many calls went wrong, by kind. */
  struck: Map<Kind, number>
  /** Until it is called again with false, ON24 does what it is asked, and its answers are long on their way. */
  hold(held: boolean): void
  /** Everything works again. */
  stop(): void
}

/** Marks a call that was made in the name of another, which had its turn. */
const marked = 'x-chaos-through'

/** Answers that ON24 gives, in its words. */
const said = {
  quota: 'You have reached the maximum number of calls for this api.',
  unknown: 'Your request cannot be served.',
}

/** Puts the planned spells before the neighbours. */
export function breakCalls(environment: Environment, spells: readonly Spell[], seed: number, clock: Clock): Breaker {
  const { on24, dataverse, keyVault, identity } = environment
  const standIns: Record<Neighbour, StandIn> = {
    ...{ 'ON24 na': on24.na, 'ON24 eu': on24.eu, Dataverse: dataverse, 'Key Vault': keyVault, identity },
  }
  const struck = new Map<Kind, number>()
  let held = false

  for (const neighbour of neighbours) {
    const dice = throwDice(`calls ${neighbour} ${seed}`)
    const theirs = spells.filter((spell) => spell.neighbour === neighbour)
    standIns[neighbour].interfere((request) => {
      if (request.headers.has(marked)) return undefined
      if (held && neighbour.startsWith('ON24')) return late(request)
      const now = clock.now()
      const spell = theirs.find(({ from, to }) => from <= now && now < to)
      if (!spell || !dice.chance(spell.share)) return undefined
      struck.set(spell.kind, (struck.get(spell.kind) ?? 0) + 1)
      return strike[spell.kind](request)
    })
  }
  return {
    struck,
    hold: (next) => {
      held = next
    },
    stop: () => {
      for (const standIn of Object.values(standIns)) standIn.interfere()
    },
  }
}

const refuse = (status: number, message: string, headers = {}) => Response.json({ message }, { status, headers })

const strike: Record<Kind, Fault> = {
  '500': () => refuse(500, 'Internal error.'),
  '503': () => refuse(503, 'Service unavailable.'),
  '429': () => refuse(429, 'Too many requests.', { 'retry-after': '2' }),
  '403 quota': () => refuse(403, said.quota),
  '403 unknown': () => refuse(403, said.unknown),
  'gateway time-out': () => setTimeout(2000, refuse(504, 'Gateway time-out.')),
  reset: () => 'reset',
  slow: () => setTimeout(800, undefined),
  cut: async (request) => {
    const { status, headers, text } = await through(request)
    return new Response(text.slice(0, Math.floor(text.length / 2)) || null, { status, headers })
  },
  deaf: async (request) => {
    await through(request)
    return 'reset' as const
  },
}

/** Lets the neighbour do what it was asked. */
async function through(request: Request) {
  const headers = new Headers(request.headers)
  headers.set(marked, 'yes')
  for (const name of ['host', 'connection', 'content-length', 'transfer-encoding']) headers.delete(name)
  const body = request.method === 'GET' ? undefined : await request.text()
  const answer = await fetch(request.url, { method: request.method, headers, ...(body !== undefined && { body }) })
  const text = await answer.text()
  const given = new Headers(answer.headers)
  for (const name of ['connection', 'content-length', 'content-encoding', 'transfer-encoding']) given.delete(name)
  return { status: answer.status, headers: given, text }
}

async function late(request: Request) {
  const { status, headers, text } = await through(request)
  await setTimeout(1500)
  return new Response(text || null, { status, headers })
}
