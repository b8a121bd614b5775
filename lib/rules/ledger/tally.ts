import { second } from '../../core/time.ts'
import type { Registration } from '../../model/crm.ts'
import type { Counts } from '../../model/ledger.ts'
import { isActive, isCancelled } from '../registrations/standing.ts'

/** Counts of registrations, and how long those that were sent took, in seconds. */
export type TimedCounts = Counts & { seconds: number; timed: number; slowest: number }

export type Tally = {
  all: TimedCounts
  /** By the UTC day on which the row was made. */
  byDay: Map<string, TimedCounts>
  /** When the oldest row that waits was made. */
  waitingSince: Date | undefined
  /** How many rows show each reason. */
  refusals: Map<string, number>
}

type Counted = Pick<Registration, 'standing' | 'createdOn' | 'outcome'>

export function emptyTally(): Tally {
  return { all: noCounts(), byDay: new Map(), waitingSince: undefined, refusals: new Map() }
}

export function noCounts(): TimedCounts {
  return { due: 0, sent: 0, waiting: 0, refused: 0, cancelled: 0, seconds: 0, timed: 0, slowest: 0 }
}

export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}

/**
 * Counts one registration.
 * @param sentAt when the provider was first told of its registrant, if that is known
 */
export function addTo(tally: Tally, { standing, createdOn, outcome }: Counted, sentAt: Date | undefined) {
  const day = dayOf(createdOn)
  const ofDay = tally.byDay.get(day) ?? noCounts()
  const add = (name: keyof Counts) => {
    tally.all[name] += 1
    ofDay[name] += 1
  }
  if (isCancelled({ standing })) add('cancelled')
  if (isActive({ standing })) {
    const what = outcome.synced ? 'sent' : outcome.state === 'failed' ? 'refused' : 'waiting'
    add('due')
    add(what)
    if (what === 'sent' && sentAt) for (const counts of [tally.all, ofDay]) addTime(counts, createdOn, sentAt)
    if (what === 'refused') tally.refusals.set(outcome.text, (tally.refusals.get(outcome.text) ?? 0) + 1)
    const isOldest = !tally.waitingSince || createdOn < tally.waitingSince
    if (what === 'waiting' && isOldest) tally.waitingSince = createdOn
  }
  tally.byDay.set(day, ofDay)
}

/** Somebody who registers again has their place before the row is made. */
function addTime(counts: TimedCounts, createdOn: Date, sentAt: Date) {
  const seconds = Math.max(0, Math.round((sentAt.getTime() - createdOn.getTime()) / second))
  counts.seconds += seconds
  counts.timed += 1
  counts.slowest = Math.max(counts.slowest, seconds)
}

/** Reasons in groups, the most frequent first: `3 × sentence`, a line each. @param room in characters */
export function refusalLines(refusals: ReadonlyMap<string, number>, room: number): string {
  const groups = [...refusals].sort(([one, count], [other, others]) => others - count || (one < other ? -1 : 1))
  let text = ''
  for (const [sentence, count] of groups) {
    const line = `${text && '\n'}${count} × ${sentence}`
    if (text.length + line.length > room) break
    text += line
  }
  return text
}
