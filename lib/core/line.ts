import { second } from './time.ts'

/** Calls of one kind that a system allows an account. */
export type Quota = {
  /** So many turns are given in any `within`. */
  turns: number
  /** Of these, so many to those who come many at a time: the others are left to whoever comes alone. */
  crowd: number
  /** A minute, and a little more, in milliseconds: calls may reach the system closer together than they were made. */
  within: number
}

/** The turns that an account has had lately, by the clock of the storage, in milliseconds since 1970. */
export type Line = {
  /** No turn is given before. */
  closedUntil: number
  /** The next turn that is not yet booked by somebody who comes back for it. */
  booked: number
  /** The next turn of those who come back: many do so at a time, and their calls are spread all the same. */
  paced: number
  /** Shares that had turns lately, and until when these count. */
  shares: Readonly<Record<string, number>>
  /** Slices of time, oldest first, and how many turns were given in each. */
  given: readonly Slice[]
}
type Slice = readonly [number: number, turns: number]

/** Somebody who wants a turn. */
export type Applicant = {
  /** The webinar, say, that many may come for at a time; undefined: they come alone, and book nothing. */
  share?: string | undefined
  /** Comes back for a turn that was booked. */
  hasBooked?: boolean
  /** Has something to do first, and then asks again: takes no turn, but books one where it would have to. */
  isAhead?: boolean
}

/** A time by the same clock. `isBooked`: to come back at; else the turn is theirs, to be waited for. */
export type Turn = { at: number; isBooked: boolean }

/** Quotas that all instances of the app share. */
export type Turns = {
  /** @returns in how many milliseconds the turn is, and whether it is one to come back for. @throws Unavailable */
  take(account: string, call: string, quota: Quota, applicant: Applicant): Promise<{ in: number; isBooked: boolean }>
  /** Stops all instances for this account and call. @param wait in milliseconds */
  close(account: string, call: string, wait: number): Promise<void>
}

export const emptyLine: Line = { closedUntil: 0, booked: 0, paced: 0, shares: {}, given: [] }

/** Waits in place, in milliseconds. A longer one gives up its place of work, and takes it up again for the turn. */
const longestWait = {
  /** Somebody who comes alone goes before a crowd, which waits for a shorter while. */
  alone: 5 * second,
  booked: 3 * second,
  many: 2 * second,
}
/** Bookings of so many milliseconds come back together, because what is read for many at once costs one call. */
const slot = 2 * second
/** Those who come back late catch up at this share of the time between bookings. */
const catchingUp = 0.8
/** A share may take so many turns before it counts as many at a time; it gains one more after so many milliseconds. */
const ofShare = { turns: 10, every: 3 * second }
/** Turns are counted in slices of so many milliseconds. */
const sliceLength = 500
const sliceOf = (at: number) => Math.floor(at / sliceLength)

/**
 * Gives a turn, so that the quota is kept whether the system counts by the clock or by the minute before each call. All
 * of it may be taken at once after a quiet minute. A later one books a turn, and bookings are spread evenly. A share that
 * had many turns lately queues; anybody else is next.
 */
export function takeTurn(
  line: Line,
  { turns, crowd, within }: Quota,
  { share, hasBooked, isAhead }: Applicant,
  now: number,
): [Line, Turn] {
  const used = share === undefined ? now : Math.max(now, line.shares[share] ?? 0)
  const kind = hasBooked ? 'booked' : used - now >= ofShare.turns * ofShare.every ? 'many' : 'alone'
  const hasToQueue = kind === 'many' && line.booked > now + slot
  const given = line.given.filter(([slice]) => sliceOf(now) - slice <= sliceOf(within))
  const from = Math.max(now, line.closedUntil, hasBooked ? line.paced : now)
  const at = earliest(given, kind === 'alone' ? turns : crowd, within, from)
  const every = (within + sliceLength) / crowd

  if (at - now <= longestWait[kind] && !hasToQueue) {
    if (isAhead) return [line, { at, isBooked: false }]
    // However many turns a share had, they are forgotten within a while.
    const until = Math.min(used, now + ofShare.turns * ofShare.every) + ofShare.every
    const shares = { ...current(line.shares, now), ...(share !== undefined && { [share]: until }) }
    return [
      { ...line, given: count(given, sliceOf(at)), shares, ...(hasBooked && { paced: at + every * catchingUp }) },
      { at, isBooked: false },
    ]
  }
  // A booking that came too early, or with too many others, stays one.
  if (share === undefined || hasBooked) return [line, { at, isBooked: true }]
  const booked = Math.max(line.booked, at)
  const slotted = Math.max(now, Math.floor(booked / slot) * slot)
  return [
    { ...line, booked: booked + every },
    { at: slotted, isBooked: true },
  ]
}

/** The earliest time from `from` on at which fewer than so many turns lie within a minute before, or are given already. */
function earliest(given: readonly Slice[], most: number, within: number, from: number): number {
  let left = given.reduce((sum, [, turns]) => sum + turns, 0)
  let at = from
  for (const [slice, turns] of given) {
    if (left < most) break
    left -= turns
    at = Math.max(from, (slice + 1) * sliceLength + within)
  }
  return at
}

function count(given: readonly Slice[], slice: number): Slice[] {
  const turns = given.find(([number]) => number === slice)?.[1] ?? 0
  return [...given.filter(([number]) => number !== slice), [slice, turns + 1] as const].toSorted(([a], [b]) => a - b)
}

/** Gives no turn before this time: the system said so. */
export function closeLine(line: Line, until: number): Line {
  return { ...line, closedUntil: Math.max(line.closedUntil, until), booked: Math.max(line.booked, until) }
}

function current(shares: Line['shares'], now: number): Line['shares'] {
  return Object.fromEntries(Object.entries(shares).filter(([, until]) => until > now))
}
