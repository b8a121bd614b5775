import { type FaultWindow, planFaultWindows } from './plan-fault-windows.ts'
import { type SeededRandom, seededRandom } from './seeded-random.ts'

/** A run of chaos, planned from a seed. Times are seconds from its start. */
export type Plan = {
  /** Time in which people act and faults happen. */
  seconds: number
  people: { email: string | null }[]
  registrations: { person: number; webinar: number }[]
  /** In order of time. */
  actions: Action[]
  faultWindows: FaultWindow[]
  /** Kills of hosts, and after how long each comes back; `midResponse`: while ON24's responses are on their way. */
  kills: { at: number; host: number; backAfter: number; midResponse: boolean }[]
  /** Time in which the credentials of the first account do not work. */
  revoked: { from: number; to: number }
}

type Action = { at: number } & (
  | { do: 'register' | 'cancel' | 'restore' | 'delete'; registration: number }
  | { do: 'promote' | 'move' | 'move back'; person: number }
)

export const hostCount = 3

/**
 * @param webinars how many webinars there are to register for
 * @param withStalls whether calls also stall with their connection open
 */
export function makePlan(seed: number, registrations: number, webinars: number, withStalls: boolean): Plan {
  const seconds = Math.min(360, Math.max(12, registrations / 28))
  const random = (part: string) => seededRandom(`${part} ${seed}`)
  const people = planPeople(random('people'), Math.ceil(registrations / 2))
  const planned = planRegistrations(random('registrations'), registrations, people.length, webinars)
  const actions = [
    ...planRegistrationActions(random('registration actions'), planned, seconds),
    ...planContactActions(random('contact actions'), people, seconds),
  ]
  return {
    seconds,
    people,
    registrations: planned,
    actions: actions.sort((a, b) => a.at - b.at),
    faultWindows: planFaultWindows(random('fault windows'), seconds, withStalls),
    kills: planKills(random('kills'), seconds),
    revoked: { from: seconds * 0.5, to: seconds * 0.6 },
  }
}

/** Three in a hundred people have no address or a malformed one. */
function planPeople(random: SeededRandom, count: number) {
  return Array.from({ length: count }, (_, person) => {
    if (!random.chance(0.03)) return { email: `person${person}@example.test` }
    return { email: random.chance(0.5) ? null : `person${person} at example.test` }
  })
}

/** Three in a hundred registrations repeat the one before: the same person in the same webinar. */
function planRegistrations(random: SeededRandom, count: number, people: number, webinars: number) {
  const all: { person: number; webinar: number }[] = []
  for (let at = 0; at < count; at += 1) {
    const last = all.at(-1)
    if (last && random.chance(0.03)) all.push(last)
    else all.push({ person: at % people, webinar: Math.floor(random.next() * webinars) })
  }
  return all
}

/** People register in the first two thirds of the time; they cancel, return and are deleted at any time after that. */
function planRegistrationActions(random: SeededRandom, registrations: readonly unknown[], seconds: number) {
  return registrations.flatMap((_, registration): Action[] => {
    const created = random.between(0, seconds * 0.65)
    const actions: Action[] = [{ at: created, do: 'register', registration }]
    const later = (from: number) => random.between(from, random.chance(0.5) ? seconds : Math.min(seconds, from + 3))
    if (random.chance(0.15)) {
      const cancelled = later(created)
      actions.push({ at: cancelled, do: 'cancel', registration })
      if (random.chance(0.4)) actions.push({ at: later(cancelled), do: 'restore', registration })
    }
    const last = Math.max(...actions.map(({ at }) => at))
    if (random.chance(0.03)) actions.push({ at: later(last), do: 'delete', registration })
    return actions
  })
}

function planContactActions(random: SeededRandom, people: Plan['people'], seconds: number) {
  return people.flatMap(({ email }, person): Action[] => {
    const actions: Action[] = []
    if (random.chance(0.1)) actions.push({ at: random.between(0, seconds), do: 'promote', person })
    if (email?.includes('@') && random.chance(0.05)) {
      const at = random.between(seconds * 0.1, seconds)
      actions.push({ at, do: 'move', person })
      if (random.chance(0.3)) actions.push({ at: random.between(at, seconds), do: 'move back', person })
    }
    return actions
  })
}

function planKills(random: SeededRandom, seconds: number) {
  const count = Math.round(3 + seconds / 25)
  return Array.from({ length: count }, (_, number) => ({
    at: (seconds * (number + random.between(0.2, 0.8))) / count,
    host: Math.floor(random.next() * hostCount),
    backAfter: random.between(0.5, 2.5),
    midResponse: number % 2 === 0,
  }))
}
