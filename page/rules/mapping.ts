import { alwaysSent, type DefaultLine, defaultMapping } from './default-mapping.ts'

/** A field of the provider's registration form. */
export type ProviderField = {
  id: string
  /** As a mapping calls it. */
  field: string
  /** As people read it. */
  name: string
  isRequired: boolean
  /** The only values that it takes; none of them: any value. */
  options: readonly string[]
  /** Registrations for which nothing can be sent. */
  missing: number
  maxLength: number | undefined
}

export const sources = ['contact', 'account', 'registration', 'answer', 'constant'] as const
export type Source = (typeof sources)[number]

/** A value in Dynamics, and the one that is sent in its place. */
export type Pair = { from: string; to: string }

/** The origin of a field's value. */
export type Mapping = {
  field: string
  source: Source
  /** The logical name of a column; of an answer the question. */
  column: string
  constant: string
  pairs: readonly Pair[]
  /** Sent where there is no value. */
  fallback: string
  refusesTooLong: boolean
}

/** How far a line reaches, seen from a place: it is of that place, of the event around a session, or of the account. */
const reaches = ['account', 'event', 'here'] as const
export type Reach = (typeof reaches)[number]

/** A mapping as it stands in Dynamics. `etag`: its version; `problem`: the connector's sentence about it. */
export type Line = Mapping & { id: string; etag: string; problem: string; reach: Reach }

export type Trouble = { kind: 'unmapped' } | { kind: 'missing'; count: number } | { kind: 'problem'; text: string }

/** A field with what is sent for it. */
export type FieldRow = {
  key: string
  field: string
  name: string
  /** Undefined: the form has no such field. */
  form: ProviderField | undefined
  /** The line that holds. */
  line: Line | undefined
  isAlwaysSent: boolean
  /** Sent by the connector itself, because nobody has mapped a field that is required. */
  standard: DefaultLine | undefined
  troubles: Trouble[]
}

/** One name for a field, which the provider and people write with underscores or blanks in some places. */
function keyOf(field: string): string {
  return field.replace(/[\s_]/g, '').toLowerCase()
}

/**
 * All fields of a form in its order, then the lines of fields that it does not have. The nearest line goes before the others.
 * @param lines the oldest first: of several the newest holds
 */
export function fieldRows(fields: readonly ProviderField[], lines: readonly Line[]): FieldRow[] {
  const holding = new Map<string, Line>()
  for (const line of lines) {
    const key = keyOf(line.field)
    const other = holding.get(key)
    if (!other || reaches.indexOf(line.reach) >= reaches.indexOf(other.reach)) holding.set(key, line)
  }
  const inForm = new Set(fields.map(({ field }) => keyOf(field)))
  const others = [...holding].filter(([key]) => !inForm.has(key)).map(([, line]) => line)
  return [
    ...fields.map((form) => toRow(form, form.name, holding.get(keyOf(form.field)))),
    ...others.map((line) => toRow(undefined, line.field, line)),
  ].map((row) => ({ ...row, troubles: troublesOf(row) }))
}

function toRow(form: ProviderField | undefined, name: string, line: Line | undefined): Omit<FieldRow, 'troubles'> {
  const field = form?.field ?? line?.field ?? ''
  const key = keyOf(field)
  const isAlwaysSent = alwaysSent.some((one) => one === key)
  const isOpen = form?.isRequired && !line && !isAlwaysSent
  const standard = isOpen ? defaultMapping.find((one) => one.field === key) : undefined
  return { key, field, name: name || field, form, line, isAlwaysSent, standard }
}

function troublesOf({ form, line, isAlwaysSent, standard }: Omit<FieldRow, 'troubles'>): Trouble[] {
  const isUnmapped = form?.isRequired && !line && !isAlwaysSent && !standard
  return [
    ...(line?.problem ? [{ kind: 'problem', text: line.problem } as const] : []),
    ...(isUnmapped ? [{ kind: 'unmapped' } as const] : []),
    ...(form?.missing ? [{ kind: 'missing', count: form.missing } as const] : []),
  ]
}

/** The pairs of a text, a line each: value in Dynamics = value at the provider. */
export function pairsOf(text: string): Pair[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const [from = '', to] = line.split(/=(.*)/s)
    return to === undefined ? [] : [{ from: from.trim(), to: to.trim() }]
  })
}

/** The text of pairs; such as lack a side say nothing. */
export function textOfPairs(pairs: readonly Pair[]): string {
  return pairs.flatMap(({ from, to }) => (from.trim() && to.trim() ? [`${from.trim()} = ${to.trim()}`] : [])).join('\n')
}

/** A pair for each label of a choice, then those that no label has. A label that the provider has as well is taken. */
export function pairsOfLabels(pairs: readonly Pair[], labels: readonly string[], options: readonly string[]): Pair[] {
  const given = new Map(pairs.map(({ from, to }) => [from, to]))
  const same = (label: string) => options.find((option) => option.toLowerCase() === label.toLowerCase()) ?? ''
  const ofLabels = labels.map((from) => ({ from, to: given.get(from) ?? same(from) }))
  return [...ofLabels, ...pairs.filter(({ from }) => !labels.includes(from))]
}

const most = { pairs: 10_000, column: 100, text: 1000 }
export type Fault = 'column' | 'question' | 'constant' | 'option' | 'too long' | 'equals sign'

/** The first thing that keeps a mapping from being saved. @param options the only values of the field, if it has any */
export function faultOf(mapping: Mapping, options: readonly string[]): Fault | undefined {
  const { source, column, constant, pairs, fallback } = mapping
  if (source === 'answer' && !column) return 'question'
  if (source === 'constant' ? !constant : !column) return source === 'constant' ? 'constant' : 'column'
  const sent = [fallback, ...(source === 'constant' ? [constant] : pairs.map(({ to }) => to))].filter(Boolean)
  if (options.length && sent.some((value) => !options.includes(value))) return 'option'
  if (pairs.some(({ from }) => from.includes('='))) return 'equals sign'
  if (column.length > most.column || textOfPairs(pairs).length > most.pairs) return 'too long'
  return [constant, fallback].some((text) => text.length > most.text) ? 'too long' : undefined
}
