import { APPLICATION, type Caller } from './caller.ts'
import { createMetadata, type Metadata } from './customization/state.ts'
import { createSchema, type Schema } from './schema.ts'
import type { Table, Values } from './types.ts'

/** A stored row with its position in the order of creation, which paging relies on. */
export type Entry = { id: string; order: number; values: Values }

type Tombstone = { id: string; version: number }

export type Change = {
  message: 'Create' | 'Update' | 'Delete'
  table: string
  id: string
  values: Values
  by: 'user' | 'api'
  /** The user who made the change; without it, the one of `by`. */
  user?: string
  /** The table's definition when the change was made; without it, that of every environment. */
  definition?: Table
}

export type Store = {
  /** The user who calls the Web API. */
  caller: Caller
  /** The clock, in milliseconds since 1970. */
  now(): number
  schema: Schema
  metadata: Metadata
  /** Adds a table, or gives an existing one other columns. */
  define(table: Table): void
  /** Drops a table with its rows. */
  drop(table: string): void
  get(table: string, id: string): Values | undefined
  /** Sets a row; deletes it if no values are given. */
  put(table: string, id: string, values: Values | undefined): void
  entries(table: string): Iterable<Entry>
  entry(table: string, id: string): Entry | undefined
  /** Ids of the rows whose lookup points to that id. */
  referrers(table: string, column: string, id: string): Iterable<string>
  removed(table: string): readonly Tombstone[]
  version(): number
  nextVersion(): number
  /** Runs work as a whole or not at all; changes announced within reach listeners after it is committed. */
  transaction<T>(work: () => T): T
  announce(change: Change): void
  onChange(listener: (change: Change) => void): void
  /** The tables whose changes are tracked. */
  tracked: Set<string>
  /** Status reasons that were given another label, by table and number with a blank between. */
  labels: Map<string, string>
}

type TableRows = { rows: Map<string, Entry>; referrers: Map<string, Map<string, Set<string>>>; removed: Tombstone[] }

/** Rows in memory, indexed by every lookup that a client can filter on. A failed transaction is undone step by step. */
export function createStore(tables: Table[], now: () => number = Date.now): Store {
  const schema = createSchema(tables)
  const byTable = new Map(tables.map((table) => [table.name, emptyRows(table)]))
  const listeners: ((change: Change) => void)[] = []
  let undo: (() => void)[] | undefined
  let announced: Change[] = []
  let version = 1_000_000
  let order = 0

  const rowsOf = (table: string): TableRows => {
    const found = byTable.get(table)
    if (!found) throw new Error(`The emulator has no table ${table}.`)
    return found
  }

  const set = (stored: TableRows, id: string, entry: Entry | undefined) => {
    const before = stored.rows.get(id)
    for (const [column, byTarget] of stored.referrers) move(byTarget, id, before?.values[column], entry?.values[column])
    if (entry) stored.rows.set(id, entry)
    else stored.rows.delete(id)
    return before
  }

  const attempt = <T>(work: () => T): T => {
    undo = []
    try {
      return work()
    } catch (error) {
      for (const step of undo.reverse()) step()
      announced = []
      throw error
    } finally {
      undo = undefined
    }
  }

  return {
    caller: APPLICATION,
    now,
    schema,
    metadata: createMetadata(),
    define(table) {
      schema.define(table)
      const stored = byTable.get(table.name)
      if (!stored) byTable.set(table.name, emptyRows(table))
      else for (const name of indexed(table)) if (!stored.referrers.has(name)) stored.referrers.set(name, new Map())
    },
    drop(name) {
      schema.forget(name)
      byTable.delete(name)
    },
    get: (table, id) => rowsOf(table).rows.get(id)?.values,
    put(table, id, values) {
      const stored = rowsOf(table)
      const entry = values && { id, values, order: stored.rows.get(id)?.order ?? ++order }
      const before = set(stored, id, entry)
      undo?.push(() => set(stored, id, before))
      if (entry) return
      stored.removed.push({ id, version: ++version })
      undo?.push(() => stored.removed.pop())
    },
    entries: (table) => rowsOf(table).rows.values(),
    entry: (table, id) => rowsOf(table).rows.get(id),
    referrers: (table, column, id) => rowsOf(table).referrers.get(column)?.get(id) ?? [],
    removed: (table) => rowsOf(table).removed,
    version: () => version,
    nextVersion: () => ++version,
    transaction(work) {
      if (undo) return work()
      const result = attempt(work)
      const committed = announced
      announced = []
      for (const change of committed) for (const listener of listeners) listener(change)
      return result
    },
    announce: (change) => {
      announced.push({ ...change, definition: schema.named(change.table) })
    },
    onChange: (listener) => {
      listeners.push(listener)
    },
    labels: new Map(),
    tracked: new Set(tables.filter(({ changeTracking }) => changeTracking).map(({ name }) => name)),
  }
}

function emptyRows(table: Table): TableRows {
  return { rows: new Map(), referrers: new Map(indexed(table).map((name) => [name, new Map()])), removed: [] }
}

function indexed(table: Table): string[] {
  const lookups = Object.entries(table.columns).filter(([, column]) => column.type === 'lookup' && !column.readOnly)
  return lookups.map(([name]) => name)
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
