import { bestGuess } from './best-guess.ts'
import type { Operation } from './contract.ts'
import { refuse } from './refusal.ts'
import type { Account, World } from './types.ts'

/** Counts a call against its quota; above it ON24 answers 403, not 429. */
export function spend(world: World, account: Account, operation: Operation): void {
  if (!account.quotas || operation.perMinute === undefined) return
  const name = `${account.clientId} ${operation.call}`
  const now = world.now().getTime()
  const known = world.spent.get(name)
  const minute = known && now < known.since + bestGuess.quotaWindowMs ? known : { since: now, calls: 0 }
  world.spent.set(name, minute)
  if (minute.calls >= operation.perMinute) refuse(403, 'You have reached the maximum number of calls for this api.')
  minute.calls += 1
}
