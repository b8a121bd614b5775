import { AsyncLocalStorage } from 'node:async_hooks'

type Report = (facts: object) => void

const current = new AsyncLocalStorage<Report>()

/** Does the work of an invocation: acts that are recorded meanwhile are told to `report`, whose log is that of the invocation. */
export function withReporter<T>(report: Report, work: () => Promise<T>): Promise<T> {
  return current.run(report, work)
}

/** Tells of an act in the log of the invocation that is worked on. */
export function reportAct(facts: object): void {
  current.getStore()?.(facts)
}
