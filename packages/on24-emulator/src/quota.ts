import type { Operation } from './contract.ts'
import { refuse } from './refusal.ts'
import type { Account, QuotaUse, World } from './types.ts'

const minute = 60_000

/** Counts a call against its quota; above it ON24 answers 403, not 429. */
export function spend(world: World, account: Account, operation: Operation): void {
  if (!account.quotas || operation.perMinute === undefined) return
  const now = world.now().getTime()
  const use = useOf(world, account.clientId, operation.call)
  const current = minuteAt(use, now)
  // Only the calls that a quota still holds are kept.
  while (use.taken[0] !== undefined && use.taken[0] <= now - minute) use.taken.shift()
  const spent = account.quotaWindow === 'sliding minute' ? use.taken.length : current.taken
  if (spent >= operation.perMinute) {
    current.refused += 1
    refuse(403, 'You have reached the maximum number of calls for this api.')
  }
  current.taken += 1
  use.taken.push(now)
}

/** Calls taken and refused of a quota, by the minutes of the clock; a minute without calls is missing. */
export function quotaUse(world: World, clientId: string, call: string): QuotaUse[] {
  return useOf(world, clientId, call).minutes.map((one) => ({ ...one }))
}

function useOf({ spent }: World, clientId: string, call: string) {
  const name = `${clientId} ${call}`
  const use = spent.get(name) ?? { minutes: [], taken: [] }
  spent.set(name, use)
  return use
}

function minuteAt({ minutes }: { minutes: QuotaUse[] }, now: number): QuotaUse {
  const begins = Math.floor(now / minute) * minute
  const known = minutes.findLast((one) => one.begins === begins)
  if (known) return known
  const added = { begins, taken: 0, refused: 0 }
  minutes.push(added)
  return added
}
