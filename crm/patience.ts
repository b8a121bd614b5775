import { BusyError, said, UnavailableError } from './errors.ts'

/** Seconds between tries where Dataverse does not say how long: a customization lock lasts half a minute as a rule. */
const pauses = [10, 20]
const longestPause = 30

export type Pause = {
  wait(milliseconds: number): Promise<unknown>
  print(line: string): void
}

/**
 * Repeats a call for as long as Dataverse only asks for time, at most as long as the error says: ten
 * minutes for a lock, which an import of a solution can hold for minutes.
 * @throws UnavailableError when that time is over
 */
export async function patiently<T>(call: () => Promise<T>, { wait, print }: Pause): Promise<T> {
  let waited = 0
  for (let attempt = 0; ; attempt++) {
    try {
      return await call()
    } catch (error) {
      if (!(error instanceof BusyError)) throw error
      const seconds = error.hasRetryAfter ? error.retryAfter : (pauses[attempt] ?? longestPause)
      if (waited + seconds > error.limit) {
        throw new UnavailableError(`${said(error)} That is so for ${minutes(waited)} now: try again later.`)
      }
      print(`${said(error)} Going on in ${seconds} s.`)
      await wait(seconds * 1000)
      waited += seconds
    }
  }
}

function minutes(seconds: number) {
  return seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} minutes`
}
