import { OWNER_COLUMNS, STATE_COLUMNS } from './state-columns.ts'
import type { Column, Table } from './types.ts'

type TableDraft = {
  id?: string
  set?: string
  title?: string
  owned?: boolean
  changeTracking?: boolean
  columns: Record<string, Column>
}

export const text = (max: number): Column => ({ type: 'text', max })
export const composed = (max: number, from: string[]): Column => ({ type: 'text', max, from, readOnly: true })
export const whole = (min = -2_147_483_648, max = 2_147_483_647): Column => ({ type: 'whole', min, max })
export const decimal = (places: number): Column => ({ type: 'decimal', places })
export const yesNo = (): Column => ({ type: 'yesNo', default: false })
export const wallClock = (): Column => ({ type: 'moment', wall: true })
export const instant = (): Column => ({ type: 'moment', wall: false })
export const date = (): Column => ({ type: 'date' })
export const readOnly = (column: Column): Column => ({ ...column, readOnly: true })

/** A choice column; labels are given in the order of their values, which count from 100000000 by default. */
export function choice(labels: string[], start = 100_000_000, standard?: number): Column {
  const options = Object.fromEntries(labels.map((label, index) => [start + index, label]))
  return { type: 'choice', options, ...(standard === undefined ? {} : { default: standard }) }
}

/** A lookup that may stay empty; deleting its target empties it. */
export function lookup(targets: Record<string, string>): Column {
  return { type: 'lookup', targets, onDelete: 'clear' }
}

/** A lookup that a row must have: deleting its target deletes the row too (`cascade`) or is refused (`restrict`). */
export function required(targets: Record<string, string>, onDelete: 'cascade' | 'restrict'): Column {
  return { type: 'lookup', targets, onDelete, required: true }
}

/** Completes a table with its primary key and the columns that every table has. */
export function table(name: string, draft: TableDraft): Table {
  const { id = `${name}id`, owned = false } = draft
  return {
    name,
    set: draft.set ?? `${name}s`,
    id,
    title: draft.title ?? 'msevtmgt_name',
    owned,
    changeTracking: draft.changeTracking ?? true,
    columns: { [id]: { type: 'id' }, ...STATE_COLUMNS, ...(owned && OWNER_COLUMNS), ...draft.columns },
  }
}
