import { useEffect, useState } from 'preact/hooks'
import { useShared } from './context.ts'

export type Loaded<T> = { value: T | undefined; problem: unknown }

/**
 * Reads something now and whenever the page is refreshed. What was read before stays until the next answer, and so does
 * the focus in it.
 * @param keys what is read depends on these
 */
export function useLoaded<T>(read: () => Promise<T>, ...keys: readonly string[]): Loaded<T> {
  const { turn } = useShared()
  const [loaded, setLoaded] = useState<Loaded<T>>({ value: undefined, problem: undefined })
  useEffect(() => {
    let isWanted = true
    read().then(
      (value) => isWanted && setLoaded({ value, problem: undefined }),
      (problem: unknown) => isWanted && setLoaded(({ value }) => ({ value, problem })),
    )
    return () => {
      isWanted = false
    }
  }, [turn, ...keys])
  return loaded
}
