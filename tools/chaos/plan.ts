import { planSpells, type Spell } from './plan-fault-windows.ts'
import { type Dice, throwDice } from './seeded-random.ts'

/** Everything that will be done to the connector, from a seed: who registers when, what breaks when. */
export type Plan = {
  seed: number
  /** How long people are at it, and things break. */
  seconds: number
  people: { email: string | null }[]
  registrations: { person: number; webinar: number }[]
  /** In order of time. */
  actions: Action[]
  spells: Spell[]
  /** Which host is killed when; held: while ON24 has done what it was asked and its answers are on their way. */
  kills: { at: number; host: number; back: number; held: boolean }[]
  /** The credentials of the first account do not work for a while. */
  revoked: { from: number; to: number }
}

type Action = { at: number } & (
  | { do: 'register' | 'cancel' | 'restore' | 'delete'; registration: number }
  | { do: 'promote' | 'move' | 'move back'; person: number }
)

export const hosts = 3

/** @param webinars how many there are to choose from */
export function makePlan(seed: number, registrations: number, webinars: number): Plan {
  const seconds = Math.min(360, Math.max(12, registrations / 28))
  const dice = (part: string) => throwDice(`${part} ${seed}`)
  const people = planPeople(dice('people'), Math.ceil(registrations / 2))
  const chosen = planRegistrations(dice('registrations'), registrations, people.length, webinars)
  const actions = [...planLives(dice('lives'), chosen, seconds), ...planPeoplesLives(dice('moves'), people, seconds)]
  return {
    ...{ seed, seconds, people, registrations: chosen, actions: actions.sort((a, b) => a.at - b.at) },
    spells: planSpells(dice('spells'), seconds),
    kills: planKills(dice('kills'), seconds),
    revoked: { from: seconds * 0.5, to: seconds * 0.6 },
  }
}

function planPeople(dice: Dice, count: number) {
  return Array.from({ length: count }, (_, person) => {
    const bad = dice.chance(0.03)
    if (bad) return { email: dice.chance(0.5) ? null : `person${person} at example.test` }
    return { email: `person${person}@example.test` }
  })
}

/** Now and then the same person for the same webinar twice. */
function planRegistrations(dice: Dice, count: number, people: number, webinars: number) {
  const all: { person: number; webinar: number }[] = []
  for (let at = 0; at < count; at += 1) {
    const last = all.at(-1)
    if (last && dice.chance(0.03)) all.push(last)
    else all.push({ person: at % people, webinar: Math.floor(dice.roll() * webinars) })
  }
  return all
}

/** Two thirds of the time people come; from the first moment on they also change their minds. */
function planLives(dice: Dice, registrations: readonly unknown[], seconds: number) {
  return registrations.flatMap((_, registration): Action[] => {
    const came = dice.between(0, seconds * 0.65)
    const actions: Action[] = [{ at: came, do: 'register', registration }]
    const later = (from: number) => dice.between(from, dice.chance(0.5) ? seconds : Math.min(seconds, from + 3))
    if (dice.chance(0.15)) {
      const cancelled = later(came)
      actions.push({ at: cancelled, do: 'cancel', registration })
      if (dice.chance(0.4)) actions.push({ at: later(cancelled), do: 'restore', registration })
    }
    const last = Math.max(...actions.map(({ at }) => at))
    if (dice.chance(0.03)) actions.push({ at: later(last), do: 'delete', registration })
    return actions
  })
}

function planPeoplesLives(dice: Dice, people: Plan['people'], seconds: number) {
  return people.flatMap(({ email }, person): Action[] => {
    const actions: Action[] = []
    if (dice.chance(0.1)) actions.push({ at: dice.between(0, seconds), do: 'promote', person })
    if (email?.includes('@') && dice.chance(0.05)) {
      const at = dice.between(seconds * 0.1, seconds)
      actions.push({ at, do: 'move', person })
      if (dice.chance(0.3)) actions.push({ at: dice.between(at, seconds), do: 'move back', person })
    }
    return actions
  })
}

function planKills(dice: Dice, seconds: number) {
  const count = Math.round(3 + seconds / 25)
  return Array.from({ length: count }, (_, number) => ({
    at: (seconds * (number + dice.between(0.2, 0.8))) / count,
    host: Math.floor(dice.roll() * hosts),
    back: dice.between(0.5, 2.5),
    held: number % 2 === 0,
  }))
}
