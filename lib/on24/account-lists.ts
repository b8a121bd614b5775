import { CredentialsRefusedError } from '../core/errors.ts'

/** Reads something the first time it is asked for; an account is connected anew every half minute. */
export function once<T>(read: () => Promise<T>): () => Promise<T> {
  let held: Promise<T> | undefined
  return () => {
    held ??= read().catch((error: unknown) => {
      held = undefined
      throw error
    })
    return held
  }
}

/** A list of the account, or undefined if nothing can be told from it: no account can hold nothing. */
export function listOrUndefined<T>(read: () => Promise<T[]>): () => Promise<T[] | undefined> {
  return async () => {
    const list = await read().catch(ifHidden)
    return list?.length ? list : undefined
  }
}

/** Many tokens may make events but not read the account's lists; then ON24 itself has to object. */
export function ifHidden(error: unknown): undefined {
  if (error instanceof CredentialsRefusedError && error.status === 'forbidden') return undefined
  throw error
}
