import type { Table, Values } from './types.ts'

/** A stored row with its place in the order of creation, which paging leans on. */
export type Entry = { id: string; order: number; values: Values }

type Tombstone = { id: string; version: number }

export type Change = {
  message: 'Create' | 'Update' | 'Delete'
  table: string
  id: string
  values: Values
  by: 'user' | 'api'
}

export type Store = {
  get(table: string, id: string): Values | undefined
  /** Sets a row, or takes it away when no values are given. */
  put(table: string, id: string, values: Values | undefined): void
  entries(table: string): Iterable<Entry>
  entry(table: string, id: string): Entry | undefined
  /** Ids of the rows whose lookup points to that id. */
  referrers(table: string, column: string, id: string): Iterable<string>
  removed(table: string): readonly Tombstone[]
  version(): number
  nextVersion(): number
  /** All or nothing; what is announced within is heard only once all of it stands. */
  transaction<T>(work: () => T): T
  announce(change: Change): void
  onChange(listener: (change: Change) => void): void
  /** The tables whose changes are tracked. */
  tracked: Set<string>
}

type Shelf = { rows: Map<string, Entry>; referrers: Map<string, Map<string, Set<string>>>; removed: Tombstone[] }

/** Rows in memory, indexed by every lookup a client can filter on, with transactions by undoing. */
export function createStore(tables: Table[]): Store {
  const shelves = new Map(tables.map((table) => [table.name, emptyShelf(table)]))
  const listeners: ((change: Change) => void)[] = []
  let undo: (() => void)[] | undefined
  let heard: Change[] = []
  let version = 1_000_000
  let order = 0

  const shelf = (table: string): Shelf => {
    const found = shelves.get(table)
    if (!found) throw new Error(`The stand-in has no table ${table}.`)
    return found
  }

  const set = (place: Shelf, id: string, entry: Entry | undefined) => {
    const before = place.rows.get(id)
    for (const [column, byTarget] of place.referrers) move(byTarget, id, before?.values[column], entry?.values[column])
    if (entry) place.rows.set(id, entry)
    else place.rows.delete(id)
    return before
  }

  const attempt = <T>(work: () => T): T => {
    undo = []
    try {
      return work()
    } catch (error) {
      for (const step of undo.reverse()) step()
      heard = []
      throw error
    } finally {
      undo = undefined
    }
  }

  return {
    get: (table, id) => shelf(table).rows.get(id)?.values,
    put(table, id, values) {
      const place = shelf(table)
      const entry = values && { id, values, order: place.rows.get(id)?.order ?? ++order }
      const before = set(place, id, entry)
      undo?.push(() => set(place, id, before))
      if (entry) return
      place.removed.push({ id, version: ++version })
      undo?.push(() => place.removed.pop())
    },
    entries: (table) => shelf(table).rows.values(),
    entry: (table, id) => shelf(table).rows.get(id),
    referrers: (table, column, id) => shelf(table).referrers.get(column)?.get(id) ?? [],
    removed: (table) => shelf(table).removed,
    version: () => version,
    nextVersion: () => ++version,
    transaction(work) {
      if (undo) return work()
      const result = attempt(work)
      const news = heard
      heard = []
      for (const change of news) for (const listener of listeners) listener(change)
      return result
    },
    announce: (change) => {
      heard.push(change)
    },
    onChange: (listener) => {
      listeners.push(listener)
    },
    tracked: new Set(tables.filter(({ changeTracking }) => changeTracking).map(({ name }) => name)),
  }
}

function emptyShelf(table: Table): Shelf {
  const lookups = Object.entries(table.columns).filter(([, column]) => column.type === 'lookup' && !column.readOnly)
  return { rows: new Map(), referrers: new Map(lookups.map(([name]) => [name, new Map()])), removed: [] }
}

function move(byTarget: Map<string, Set<string>>, id: string, from: unknown, to: unknown) {
  if (from === to) return
  if (typeof from === 'string') {
    const rows = byTarget.get(from)
    rows?.delete(id)
    if (rows?.size === 0) byTarget.delete(from)
  }
  if (typeof to !== 'string') return
  const rows = byTarget.get(to)
  if (rows) rows.add(id)
  else byTarget.set(to, new Set([id]))
}
