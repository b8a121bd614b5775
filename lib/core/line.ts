import { minute, second } from './time.ts'

/** Calls of one kind that a system allows an account: so many a minute, of which so many may come at once. */
export type Quota = {
  perMinute: number
  /** Turns that may be taken at once; undefined: all of them, which suits a quota of a few. */
  burst?: number
}

/** When the next call of an account may be made, by the clock of the storage, in milliseconds since 1970. */
export type Line = {
  /** The next turn. */
  next: number
  /** The next turn that is not yet booked by somebody who comes back for it. */
  booked: number
  /** Shares that had turns lately, and until when these count. */
  shares: Readonly<Record<string, number>>
  /** The last turns, where all of a minute may be taken at once. */
  recent: readonly number[]
}

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

export const emptyLine: Line = { next: 0, booked: 0, shares: {}, recent: [] }

/** Waits in place, in milliseconds. A longer one gives up its place of work, and takes it up again for the turn. */
const longestWait = {
  /** Somebody who comes alone goes before a crowd, which waits for a shorter while. */
  alone: 5 * second,
  booked: 3 * second,
  many: 2 * second,
}
/** Bookings of so many milliseconds come back together, because what is read for many at once costs one call. */
const slot = 2 * second
/** Between bookings room is left for those who come alone. */
const bookedEvery = 1.02
/** A share may take so many turns before it counts as many at a time; it gains one more after so many milliseconds. */
const ofShare = { turns: 10, every: 3 * second }

/**
 * Gives a turn, so that the quota is kept whether the system counts by the clock or by the minute before each call. Where
 * a burst is given, the other turns are spread evenly over the minute. Those of a share that had many turns lately queue
 * behind each other; anybody else is next.
 */
export function takeTurn(line: Line, quota: Quota, applicant: Applicant, now: number): [Line, Turn] {
  const { perMinute, burst } = quota
  return burst === undefined ? takeOfFew(line, perMinute, now) : takeSpread(line, { perMinute, burst }, applicant, now)
}

/** A minute, and a little more: calls may reach the system closer together than they were made. */
const windowOfFew = minute + 2 * second

function takeOfFew(line: Line, perMinute: number, now: number): [Line, Turn] {
  const recent = line.recent.filter((turn) => turn > now - windowOfFew)
  const first = recent.at(-perMinute)
  const at = Math.max(now, line.next, first === undefined ? now : first + windowOfFew)
  if (at - now > longestWait.alone) return [line, { at, isBooked: true }]
  return [
    { ...line, recent: [...recent, at] },
    { at, isBooked: false },
  ]
}

function takeSpread(
  line: Line,
  quota: Required<Quota>,
  { share, hasBooked, isAhead }: Applicant,
  now: number,
): [Line, Turn] {
  const every = minute / quota.perMinute
  const next = Math.max(line.next, now - quota.burst * every)
  const at = Math.max(now, next)
  const used = share === undefined ? now : Math.max(now, line.shares[share] ?? 0)
  const kind = hasBooked ? 'booked' : used - now >= ofShare.turns * ofShare.every ? 'many' : 'alone'
  const hasToQueue = kind === 'many' && line.booked > now + slot

  if (at - now <= longestWait[kind] && !hasToQueue) {
    if (isAhead) return [line, { at, isBooked: false }]
    // However many turns a share had, they are forgotten within a while.
    const until = Math.min(used, now + ofShare.turns * ofShare.every) + ofShare.every
    const shares = { ...current(line.shares, now), ...(share !== undefined && { [share]: until }) }
    return [
      { ...line, next: next + every, shares },
      { at, isBooked: false },
    ]
  }
  if (share === undefined) return [line, { at, isBooked: true }]
  const booked = Math.max(line.booked, at)
  const slotted = Math.max(now, Math.floor(booked / slot) * slot)
  return [
    { ...line, booked: booked + every * bookedEvery },
    { at: slotted, isBooked: true },
  ]
}

/** Gives no turn before this time: the system said so. */
export function closeLine(line: Line, until: number): Line {
  return { ...line, next: Math.max(line.next, until), booked: Math.max(line.booked, until) }
}

function current(shares: Line['shares'], now: number): Line['shares'] {
  return Object.fromEntries(Object.entries(shares).filter(([, until]) => until > now))
}
