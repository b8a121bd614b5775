import { AsyncLocalStorage } from 'node:async_hooks'

const current = new AsyncLocalStorage<string | undefined>()

/** Does work on behalf of one change in CRM, so that every call made for it can be told by the same id. */
export function correlated<T>(id: string | undefined, work: () => Promise<T>): Promise<T> {
  return current.run(id, work)
}

/** The id of the change that is being worked on, if it has one. */
export function correlation(): string | undefined {
  return current.getStore()
}
