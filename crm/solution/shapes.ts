/** A text for people in the languages that the connector speaks. */
export type Words = { en: string; de: string }

export type Option = { value: number; words: Words }

/** A choice that several tables share. */
export type GlobalChoice = { name: string; words: Words; description: Words; options: readonly Option[] }

export type Column = { schema: string; words: Words; description: Words } & ColumnType
type ColumnType =
  | { type: 'text' | 'memo' | 'link'; length: number }
  | { type: 'whole'; min: number; max: number }
  | { type: 'decimal'; min: number; max: number; places: number }
  | { type: 'yes or no'; yes: Words; no: Words; standard?: true }
  | { type: 'time' | 'date' }
  | { type: 'choice'; options: readonly Option[] }
  | { type: 'global choice'; choice: string }

/** A lookup to one row of another table. The row of its own stays when the other one goes, unless it `goesAlong`. */
export type LookupColumn = { schema: string; words: Words; description: Words; to: string; goesAlong?: true }

export type OwnTable = {
  schema: string
  words: Words
  plural: Words
  description: Words
  ownership: 'UserOwned' | 'OrganizationOwned'
  audited: boolean
  /** Whether others can ask for its changes. */
  tracked: boolean
  primary: Column & { type: 'text' }
  columns: readonly Column[]
  lookups: readonly LookupColumn[]
}

/** Columns on a table of somebody else. */
export type Extension = { table: string; columns: readonly Column[] }

/** One condition of a view's filter; an array holds values one of which it must be. */
export type Condition = { column: string; is: string; value?: string | number | readonly (string | number)[] }
/** Conditions that must hold, each alone or any of several. */
export type Filter = readonly (Condition | { any: readonly Condition[] })[]

/** A public view; `through`: a lookup whose row must hold conditions too. */
export type View = {
  table: string
  /** Names it among the views of its table. */
  key: string
  words: Words
  description?: Words
  /** Whether it is the first one to be seen. */
  first?: boolean
  columns: readonly { name: string; width: number }[]
  order: { column: string; descending: boolean }
  filter: Filter
  through?: { lookup: string; table: string; filter: Filter }
}

/** A main form of one tab: sections of rows of columns, by logical name. */
export type Form = {
  table: string
  words: Words
  tab: Words
  sections: readonly { key: string; words: Words; rows: readonly (readonly FormField[])[] }[]
}
/** `lines`: how high a memo is. Who fills in a read-only field is the connector. */
export type FormField = { column: string; readOnly?: boolean; lines?: number }

/** A column chart that counts rows by a column. */
export type Chart = { table: string; words: Words; by: string }

/** A file that Dynamics serves to people who are signed in. Its name begins with the prefix, and is what others refer to it by. */
export type WebResource = { name: string; type: 1 | 2 | 3; words: Words }

export type App = {
  words: Words
  description: Words
  /** A web resource, which people see first. */
  page: { resource: string; words: Words }
  groups: readonly { key: string; words: Words; tables: readonly string[] }[]
}

type Depth = 'Basic' | 'Local' | 'Deep' | 'Global'
/** A role for people. What an administrator adds to it stays. */
export type PeopleRole = { name: string; privileges: Record<string, Partial<Record<string, Depth>>> }
