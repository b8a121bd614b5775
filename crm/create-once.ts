import { UnavailableError } from '../lib/core/errors.ts'
import { BusyError, NameTakenError } from './errors.ts'
import type { Pause } from './patience.ts'

/** Dataverse may still be at work on a call whose answer was lost. In milliseconds. */
const pause = 10_000
const attempts = 3

/**
 * Sends a POST that makes a thing, and sends it again only where the thing is not there. Dataverse's lock keeps the second
 * call waiting while the first is still running.
 * @throws NameTakenError if the name is taken by something else
 */
export async function createOnce(post: () => Promise<unknown>, there: () => Promise<boolean>, { wait }: Pause) {
  for (let attempt = 1; ; attempt++) {
    try {
      await post()
      return
    } catch (error) {
      const unanswered = error instanceof UnavailableError && !(error instanceof BusyError)
      if (!unanswered && !(error instanceof NameTakenError)) throw error
      if (unanswered) await wait(pause)
      if (await there()) return
      if (!unanswered || attempt === attempts) throw error
    }
  }
}
