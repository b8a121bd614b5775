import { AsyncLocalStorage } from 'node:async_hooks'

/** Kinds of news that come of work on its way: an act was recorded, a webinar was counted. */
type Told = 'audit' | 'ledger'
type Report = (event: Told, facts: object) => void

const current = new AsyncLocalStorage<Report>()

/** Does the work of an invocation: what happens meanwhile is told to `report`, whose log is that of the invocation. */
export function withReporter<T>(report: Report, work: () => Promise<T>): Promise<T> {
  return current.run(report, work)
}

/** Tells of something in the log of the invocation that is worked on. */
export function reportEvent(event: Told, facts: object): void {
  current.getStore()?.(event, facts)
}
