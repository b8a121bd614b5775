import type { Values } from '../types.ts'

export type Json = Record<string, unknown>

/** How an environment takes customizations. Change it at any time; by default nothing stands in the way. */
export type Customization = {
  /** True where unmanaged customizations are blocked (learn.microsoft.com/power-platform/alm/block-unmanaged-customizations). */
  blocked: boolean
  /** The languages that are provisioned; the base language of the organization is one of them. */
  languages: number[]
  /** So many customizations find that another one is running. */
  lockedCalls: number
  /** So many calls do not know a table yet that was just made. */
  unseenCalls: number
  /** So many readings of a key find its index not built yet. */
  keyReadings: number
}

export type Key = { SchemaName: string; LogicalName: string; KeyAttributes: string[]; readings: number } & Json

/** Values and labels of a component before the changes that wait to be published; no values for one that is new. */
export type Published = { values: Values | undefined; labels: Map<string, LocalizedLabel[]> }

export type LocalizedLabel = { Label: string; LanguageCode: number }

/** Definitions beyond rows and columns: what was given for tables, columns, relationships, keys and choices. */
export type Metadata = {
  customization: Customization
  /** Id of a definition, by kind and name. */
  ids: Map<string, string>
  /** Members that were given for a table, by its name. */
  tables: Map<string, Json>
  /** Members that were given for a column, by the names of table and column with a point between. */
  columns: Map<string, Json>
  relationships: Map<string, Json>
  keys: Map<string, Key[]>
  choices: Map<string, Json>
  /** Labels of rows in several languages, by table, id and column. */
  labels: Map<string, LocalizedLabel[]>
  /** Components with changes that are not published, by table and id. */
  pending: Map<string, Published>
  /** Calls that do not know a new table yet, by its name. */
  unseen: Map<string, number>
  nextObjectTypeCode: number
}

/** The definitions of a new environment: only those of its built-in tables, which say nothing more. */
export function createMetadata(): Metadata {
  return {
    customization: { blocked: false, languages: [1031, 1033], lockedCalls: 0, unseenCalls: 0, keyReadings: 1 },
    ids: new Map(),
    tables: new Map(),
    columns: new Map(),
    relationships: new Map(),
    keys: new Map(),
    choices: new Map(),
    labels: new Map(),
    pending: new Map(),
    unseen: new Map(),
    nextObjectTypeCode: 10_432,
  }
}
