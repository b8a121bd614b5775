/** Types of columns whose values can be sent as text (`AttributeTypeCode`). */
const sendable = new Set([
  ...['String', 'Memo', 'Picklist', 'State', 'Status', 'Boolean', 'Integer', 'BigInt', 'Decimal', 'Double', 'Money'],
  ...['DateTime', 'Lookup', 'Customer', 'Owner'],
])

/** A column of Dynamics, as people know it and as it is called. */
export type Column = { name: string; label: string; type: string }

/** The columns of the tables from which values come. */
export type Columns = Readonly<Record<'contact' | 'account' | 'registration', readonly Column[]>>

/** The columns among definitions that can be sent, by their labels. A column that only shows the name of another one is none. */
export function toColumns(definitions: readonly Record<string, unknown>[]): Column[] {
  return definitions
    .filter(({ AttributeType: type, AttributeOf: of, IsValidForRead: isRead }) => {
      return sendable.has(String(type)) && !of && isRead !== false
    })
    .map(({ LogicalName, DisplayName, AttributeType }) => {
      const name = String(LogicalName)
      return { name, label: shownLabel(DisplayName) || name, type: String(AttributeType) }
    })
    .toSorted((one, other) => one.label.localeCompare(other.label))
}

/** The text of a label in the language of the person who reads it. */
export function shownLabel(label: unknown): string {
  const { UserLocalizedLabel: own } = (label ?? {}) as { UserLocalizedLabel?: { Label?: string } | null }
  return own?.Label ?? ''
}
