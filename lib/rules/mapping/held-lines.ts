import type {
  FieldMapping,
  FormField,
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

/** How the registrations of a webinar become registrants. */
export type WebinarMapping = {
  lines: readonly HeldLine[]
  fields: readonly RegistrantField[]
  /** Undefined: it is not known. */
  form: RegistrationForm | undefined
  /** When the form was read. */
  readAt: Date | undefined
  /** The columns to read of a registration; undefined: none. */
  columns: MappedColumns | undefined
}

/** The field of a provider that is meant by what somebody typed: case, blanks and underscores do not matter. */
export function fieldMeant(typed: string, fields: readonly RegistrantField[]): RegistrantField | undefined {
  const plain = (name: string) => name.toLowerCase().replace(/[\s_]/g, '')
  return fields.find(({ name }) => plain(name) === plain(typed))
}

/**
 * The lines that hold for a webinar: its own over those of the event of a session, and both over those of its account. Where a form requires a field that
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

/** The columns to read of a registration for these lines; undefined: none. */
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

/** Required fields of a form for which there is neither a line nor a fact of the contact: nobody has a value for them. */
export function unanswerable({ lines, fields, form = [] }: WebinarMapping): FormField[] {
  return form.filter(({ field, required }) => required && !isAnswered(field, lines, fields))
}

function isAnswered(field: string, lines: readonly HeldLine[], fields: readonly RegistrantField[]) {
  const fact = fields.find(({ name }) => name === field)?.fact
  return lines.some((line) => line.field === field) || (fact !== undefined && ownFacts.includes(fact))
}

/** Facts that are sent of every contact without a line. */
const ownFacts: readonly RegistrantField['fact'][] = ['email', 'firstName', 'lastName', 'company', 'jobTitle']

/** Whether anybody can be kept out by what the form asks, or by a line that refuses what is too long. */
export function mayKeepOut({ lines, form = [] }: WebinarMapping): boolean {
  return form.some(({ required }) => required) || lines.some(({ tooLong }) => tooLong === 'refuse')
}
