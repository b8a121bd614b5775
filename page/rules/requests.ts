import type { Order, Request } from '../model.ts'

/** Whether a request has no answer yet. */
export function isOpen({ state }: Request): boolean {
  return state === 'waiting' || state === 'running'
}

/** The newest request for the same, if there is one. @param all the newest first */
export function newestOf(all: readonly Request[], { kind, subject, dryRun }: Order): Request | undefined {
  return all.find((one) => one.kind === kind && one.subject === subject.id && one.dryRun === dryRun)
}

/** The requests that got their answer since the last look. One that is ordered and answered between two looks is among them. */
export function endedSince(before: readonly Request[] | undefined, now: readonly Request[]): readonly Request[] {
  const states = before && new Map(before.map(({ id, state }) => [id, state]))
  return now.filter((one) => states && !isOpen(one) && states.get(one.id) !== one.state)
}
