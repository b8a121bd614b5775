import { type Stall, stalls } from '@webinar-connector/emulator-server/stall'
import { foreignAnswers } from '@webinar-connector/on24-emulator/foreign-answers'
import type { SeededRandom } from './seeded-random.ts'

/** Answers to ON24's calls that are not its own. */
const foreign = Object.keys(foreignAnswers) as (keyof typeof foreignAnswers)[]

/** Kinds of faults of a call; from `response replaced` on they happen after the system has done what the call asks for. */
export const faultKinds = [
  '500',
  '503',
  '429',
  '403 quota',
  '403 unknown',
  'gateway time-out',
  'reset',
  'slow',
  ...foreign,
  'response replaced',
  'response cut off',
  'response dropped',
  ...stalls,
] as const
export type FaultKind = (typeof faultKinds)[number]

/** The external systems of the connector. */
export const systems = ['ON24 na', 'ON24 eu', 'Dataverse', 'Key Vault', 'identity'] as const
export type System = (typeof systems)[number]

/** A time, in seconds of the plan, in which a share of the calls to a system has one kind of fault. */
export type FaultWindow = { system: System; from: number; to: number; kind: FaultKind; share: number }

const common = ['500', '503', 'gateway time-out', 'reset', 'slow', 'response cut off', 'response dropped'] as const
const ofOn24 = [...common, '429', '403 quota', '403 unknown', ...foreign, 'response replaced'] as const
const kindsOf: Record<System, readonly [FaultKind, ...FaultKind[]]> = {
  'ON24 na': ofOn24,
  'ON24 eu': ofOn24,
  Dataverse: [...common, '429'],
  'Key Vault': ['500', '503', 'reset', 'slow', 'response cut off'],
  identity: ['500', '503', 'reset', 'slow'],
}

/**
 * The share of calls that some kinds affect: ON24 counts calls per account, so a single answer of the kind `403 quota`
 * stops an instance for a minute; a call that stalls occupies a worker until its deadline.
 */
const shareOf: Partial<Record<FaultKind, number>> = {
  '403 quota': 0.02,
  ...(Object.fromEntries(stalls.map((kind) => [kind, 0.05])) as Record<Stall, number>),
}

/**
 * Plans windows of a few seconds with pauses between them, for each system, and one outage of Key Vault. With `withStalls`,
 * calls also stall with their connection open.
 */
export function planFaultWindows(random: SeededRandom, seconds: number, withStalls: boolean): FaultWindow[] {
  const windows: FaultWindow[] = []
  const length = Math.max(1, Math.min(8, seconds / 15))
  for (const system of systems) {
    for (let from = random.between(0, length); from < seconds; ) {
      const to = Math.min(seconds, from + random.between(length / 2, length))
      const kind = random.pick([...kindsOf[system], ...(withStalls ? stalls : [])])
      const share = shareOf[kind] ?? (random.chance(0.15) ? 1 : random.between(0.05, 0.4))
      windows.push({ system, from, to, kind, share })
      from = to + random.between(0, length)
    }
  }
  windows.unshift({ system: 'Key Vault', from: seconds * 0.25, to: seconds * 0.4, kind: '503', share: 1 })
  return windows
}
