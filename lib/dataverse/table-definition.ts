import type * as v from 'valibot'
import type { WebinarKind } from '../model/crm.ts'

/** The kind of work that a changed row means, and the queue that its message goes to. */
export type Subject = 'configurations' | 'consents' | 'registrations' | 'contacts' | 'webinars' | 'requests'

type Message = 'Create' | 'Update' | 'Delete'
type Privilege = 'Create' | 'Read' | 'Write' | 'Delete' | 'Append' | 'AppendTo' | 'Assign'
/** Columns as the Web API names them in a row: a lookup is `_name_value`. */
type Columns = Record<string, v.GenericSchema>

type Definition = {
  /** Left out: changes of this table are of no interest. */
  subject?: Subject
  /** The connector brings the table itself, so an environment may lack it, or have an older one. */
  own?: true
  /** An environment may lack the table, and what the connector does with it is left undone then. */
  optional?: true
  /** Whether its rows are of events or of sessions. */
  kind?: WebinarKind
  /** Messages that a webhook step is registered for. */
  messages?: readonly Message[]
  /** Whether the sweep looks for changes, deletions included. */
  tracked?: boolean
  /** Privileges of the connector's role. Empty: everybody may read the table. */
  privileges: readonly Privilege[]
  /**
   * Columns that are read, and whose update is worth a message. Outcomes are not among them: every write of the connector
   * would come back as a message.
   */
  watched: Columns
  /** Further columns that are read. */
  read: Columns
  /** Columns as a write names them: a lookup is `name@odata.bind`. */
  written: readonly string[]
  /** Columns that the connector brings to somebody else's table, and reads and writes. An environment may lack them. */
  brought?: Columns
}

export type Table = Definition & { name: string; set: string; key: string; columns: Columns }

/** The values of a write: of the table's list only. */
export type Values<T extends Table> = Partial<
  Record<T['written'][number] | T['key'] | keyof NonNullable<T['brought']>, string | number | boolean | null>
>

/** A table by its logical name; the entity set of the Web API is its plural, as Dataverse makes it. */
export function table<const Name extends string, const D extends Definition>(name: Name, definition: D) {
  return {
    ...definition,
    name,
    set: name.endsWith('s') ? `${name}es` : `${name}s`,
    key: `${name}id` as const,
    columns: { ...definition.watched, ...definition.read, ...definition.brought } as D['watched'] &
      D['read'] &
      (D['brought'] extends Columns ? D['brought'] : unknown),
  }
}

/** The names of columns, for those that are written as they are read. */
export function keysOf<T extends object>(columns: T) {
  return Object.keys(columns) as (keyof T & string)[]
}

/** The name that table definitions, privileges and webhook steps have for a column. */
export function logicalName(column: string): string {
  return column
    .replace(/^_(.*)_value$/, '$1')
    .replace(/@odata\.bind$/, '')
    .toLowerCase()
}
