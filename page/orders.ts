import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Orders } from './context.ts'
import { order, requests } from './data/requests.ts'
import type { WebApi } from './data/web-api.ts'
import type { Order, Request } from './model.ts'
import { endedSince, isOpen } from './rules/requests.ts'
import type { Words } from './words/en.ts'

/** Milliseconds between two looks at requests, while one is open. */
const pause = 2_500

/**
 * The requests, looked at again and again while one has no answer yet. When one gets its answer, all that is shown is read
 * again.
 * @param shown changes when they have to be read again: by the clock, or because the person goes to another view
 * @param announce says something to people who do not see the page
 */
export function useOrders(
  api: WebApi,
  words: Words,
  shown: string,
  refresh: () => void,
  announce: (text: string) => void,
): Orders {
  const [all, setAll] = useState<readonly Request[]>()
  const [problem, setProblem] = useState<unknown>()
  const [look, setLook] = useState(0)
  const before = useRef<readonly Request[] | undefined>(undefined)

  const read = useCallback(async () => {
    const found = await requests(api)
    const ended = endedSince(before.current, found)
    for (const { kind, state } of ended) if (kind) announce(words.orderState(words.kinds[kind], words.states[state]))
    before.current = found
    setAll(found)
    setProblem(undefined)
    if (ended.length) refresh()
  }, [api, words, refresh, announce])

  useEffect(() => void read().catch(setProblem), [read, shown, look])

  const isRunning = all?.some(isOpen) ?? false
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => document.hidden || setLook((last) => last + 1), pause)
    return () => clearInterval(timer)
  }, [isRunning])

  const place = useCallback(
    async (wanted: Order) => {
      await order(api, wanted)
      announce(words.ordered(words.kinds[wanted.kind]))
      await read()
    },
    [api, words, read, announce],
  )
  return { all, problem, place }
}
