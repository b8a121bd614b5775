import pLimit from 'p-limit'

/**
 * Lets so many pieces of work go on at a time; the others wait for their turn, and cost nothing meanwhile.
 * @param patience how long a piece of work waits, in milliseconds
 * @param tooLong the error of one that waited for longer, and is not begun any more
 */
export function createSemaphore(atOnce: number, patience: number, tooLong: () => Error) {
  const limit = pLimit(atOnce)
  return async function withPlace<T>(work: () => Promise<T>): Promise<T> {
    const given = Promise.withResolvers<never>()
    let isGivenUp = false
    const timer = setTimeout(() => {
      isGivenUp = true
      given.reject(tooLong())
    }, patience)
    const turn = limit(() => {
      clearTimeout(timer)
      return isGivenUp ? given.promise : work()
    })
    return Promise.race([turn, given.promise])
  }
}
