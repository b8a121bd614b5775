/** A value of a stored row. Lookups are ids, moments are `2026-01-31T10:00:00Z`, to the second as the Web API shows them. */
export type Value = string | number | boolean | null
export type Values = Record<string, Value>

export type Column = { required?: boolean; readOnly?: boolean; writeOnly?: boolean; default?: Value } & (
  | { type: 'id' }
  | { type: 'text'; max: number; from?: string[]; memo?: boolean }
  | { type: 'whole'; min: number; max: number }
  | { type: 'decimal'; places: number; min?: number; max?: number }
  /** `filled` names another column: true while that one has a value. */
  | { type: 'yesNo'; filled?: string }
  /** `states`: of a status reason, the state that each option belongs to. */
  | { type: 'choice'; options: Record<number, string>; states?: Record<number, number> }
  /** `wall` columns hold the clock on the venue's wall and are never converted; the others hold an instant. */
  | { type: 'moment'; wall: boolean }
  /** A day without a time, as `2026-01-31`. */
  | { type: 'date' }
  | Lookup
)

/** `targets`: navigation property by table that it may point to. `onDelete`: what the deletion of the target does. */
type Lookup = { type: 'lookup'; targets: Record<string, string>; onDelete: 'clear' | 'cascade' | 'restrict' }

export type Table = {
  name: string
  set: string
  id: string
  title: string
  /** True where each row belongs to a user or a team, else all rows belong to the organisation. */
  owned: boolean
  /** True where changes are tracked in a new environment. */
  changeTracking: boolean
  columns: Record<string, Column>
}
