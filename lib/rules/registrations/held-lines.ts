import type {
  FieldMapping,
  MappedColumns,
  MappedRow,
  MappingScope,
  RegistrantField,
  RegistrationForm,
  UsualFact,
} from '../../model/mapping.ts'

/** A line that holds for a webinar, by the provider's own name of its field. */
export type HeldLine = Pick<FieldMapping, 'column' | 'constant' | 'values' | 'otherwise' | 'tooLong'> & {
  field: string
  source: NonNullable<FieldMapping['source']>
}

/** The columns that a CRM has for what providers usually ask. */
export type UsualColumns = Readonly<Partial<Record<UsualFact, { source: MappedRow; column: string }>>>

/** The field of a provider that is meant by what somebody typed: case, blanks and underscores do not matter. */
export function fieldMeant(typed: string, fields: readonly RegistrantField[]): RegistrantField | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_]/g, '')
  return fields.find(({ name }) => plain(name) === plain(typed))
}

/**
 * The lines that hold for a webinar: those of its own over those of its account. Where a form requires a field that
 * nobody mapped, the usual column stands in.
 * @param scopes of the webinar, the one that gives way first
 */
export function heldLines(
  lines: readonly FieldMapping[],
  scopes: readonly MappingScope[],
  fields: readonly RegistrantField[],
  form: RegistrationForm | undefined,
  usual: UsualColumns,
): readonly HeldLine[] {
  const held = new Map<string, HeldLine>()
  for (const scope of scopes) {
    for (const line of lines.filter((one) => one.scope.kind === scope.kind && one.scope.id === scope.id)) {
      const field = fieldMeant(line.field, fields)?.name
      if (field && line.source) held.set(field, { ...line, field, source: line.source })
    }
  }
  for (const { field, required } of form ?? []) {
    const fact = fields.find(({ name }) => name === field)?.fact
    const found = required && !held.has(field) && fact ? usual[fact as UsualFact] : undefined
    if (found) held.set(field, { field, ...found, ...nothingElse })
  }
  return [...held.values()]
}

const nothingElse = { constant: '', values: new Map<string, string>(), otherwise: '', tooLong: 'cut' } as const

/** What has to be read of a registration for these lines; undefined: nothing. */
export function columnsFor(lines: readonly HeldLine[]): MappedColumns | undefined {
  const of = (row: MappedRow) => [
    ...new Set(lines.filter(({ source }) => source === row).map(({ column }) => column.trim().toLowerCase())),
  ]
  const columns = {
    ...{ contact: of('contact'), account: of('account'), registration: of('registration') },
    answers: lines.some(({ source }) => source === 'answer'),
  }
  return lines.every(({ source }) => source === 'constant') ? undefined : columns
}
