import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { WebApi } from './data/web-api.ts'
import type { Formats } from './formats.ts'
import type { Order, Request } from './model.ts'
import type { Words } from './words/en.ts'

/** Shared by all parts of the page. */
export type Shared = {
  api: WebApi
  words: Words
  formats: Formats
  /** Changes when all that is shown has to be read again. */
  turn: number
  /** Reads all that is shown again. */
  refresh: () => void
  orders: Orders
}

/** The requests, and how to order more. */
export type Orders = {
  all: readonly Request[] | undefined
  problem: unknown
  /** @throws Problem */
  place: (order: Order) => Promise<void>
}

export const SharedContext = createContext<Shared | undefined>(undefined)

export function useShared(): Shared {
  const shared = useContext(SharedContext)
  if (!shared) throw new Error('This part stands outside of the page.')
  return shared
}
