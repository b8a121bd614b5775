import * as v from 'valibot'
import { RefusedError } from '../core/errors.ts'
import type { MappedColumns, MappedRow, MappedTexts } from '../model/mapping.ts'
import type { ColumnKind, OwnDefinitions } from './own-definitions.ts'
import { label, type Selection } from './selection.ts'
import type { Table } from './table-definition.ts'
import { tables } from './tables.ts'

/** The columns of a mapping that are there, each with how its value becomes a text. */
export type ReadableColumns = Readonly<Record<MappedRow, ReadonlyMap<string, ColumnKind>>>

const accountOfContact = 'parentcustomerid_account'
const rows: readonly MappedRow[] = ['contact', 'account', 'registration']

/** A lookup has another name in a row than in its definition. */
const inRow = (column: string, kind: ColumnKind) => (kind === 'lookup' ? `_${column}_value` : column)

const Raw = v.looseObject({})
type Raw = v.InferOutput<typeof Raw>

/** The same selection with further columns of the registration, its contact and that one's account, whose texts come along. */
export function withTexts<Found>(
  selection: Selection<Found>,
  contact: string,
  columns: ReadableColumns,
  attach: (found: Found, texts: Omit<MappedTexts, 'answers'>, row: Record<string, unknown>) => Found,
): Selection<Found> {
  const more = (row: MappedRow) => [...columns[row]].map(([column, kind]) => inRow(column, kind))
  const extended = <Row>(one: Selection<Row>, row: MappedRow): Selection<Row> => ({
    ...one,
    columns: [...new Set([...one.columns, ...more(row)])],
  })
  const person = selection.related[contact]
  const company = person?.related[accountOfContact]
  if (!person || !company) return selection
  const related = { ...person.related, [accountOfContact]: extended(company, 'account') }
  return {
    ...extended(selection, 'registration'),
    related: { ...selection.related, [contact]: { ...extended(person, 'contact'), related } },
    labelled: true,
    schema: v.pipe(
      v.unknown(),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        const found = v.safeParse(selection.schema, dataset.value)
        if (!found.success) {
          addIssue({ message: found.issues[0].message })
          return NEVER
        }
        const row = v.parse(v.fallback(Raw, {}), dataset.value)
        return attach(found.output, textsIn(row, contact, columns), row)
      }),
    ),
  }
}

function textsIn(row: Raw, contact: string, columns: ReadableColumns) {
  const inside = (raw: Raw, name: string): Raw => v.parse(v.fallback(Raw, {}), raw[name])
  const person = inside(row, contact)
  const of = { registration: row, contact: person, account: inside(person, accountOfContact) }
  const texts = (name: MappedRow) =>
    Object.fromEntries([...columns[name]].map(([column, kind]) => [column, textOf(of[name], column, kind)]))
  return { contact: texts('contact'), account: texts('account'), registration: texts('registration') }
}

function textOf(row: Raw, column: string, kind: ColumnKind): string {
  const value = row[inRow(column, kind)]
  if (value === null || value === undefined) return ''
  const shown = kind === 'plain' ? undefined : row[`${inRow(column, kind)}@${label}`]
  return String(shown ?? value)
}

/**
 * Reads with the columns of a mapping, as far as the environment has them. That is known for a while only, so a refusal
 * is taken for the end of one, and the same is done once more with those that are left.
 */
export function createMappedColumns({ columnKinds, forget }: Pick<OwnDefinitions, 'columnKinds' | 'forget'>) {
  const tableOf = (row: MappedRow, registration: Table) => (row === 'registration' ? registration : tables[row])

  async function readable(wanted: MappedColumns, registration: Table): Promise<ReadableColumns> {
    const found = await Promise.all(
      rows.map(async (row) => {
        const known = wanted[row].length ? await columnKinds(tableOf(row, registration)) : new Map<string, undefined>()
        const usable = wanted[row].flatMap((column): [string, ColumnKind][] => {
          const kind = known.get(column)
          return kind ? [[column, kind]] : []
        })
        return [row, new Map(usable)] as const
      }),
    )
    return Object.fromEntries(found) as Record<MappedRow, Map<string, ColumnKind>>
  }

  return {
    async read<Answer>(
      wanted: MappedColumns | undefined,
      registration: Table,
      read: (columns: ReadableColumns | undefined) => Promise<Answer>,
    ): Promise<Answer> {
      if (!wanted) return read(undefined)
      const first = await read(await readable(wanted, registration)).then(
        (answer) => ({ answer }),
        (error: unknown) => {
          if (!(error instanceof RefusedError)) throw error
        },
      )
      if (first) return first.answer
      for (const row of rows) forget(tableOf(row, registration))
      return read(await readable(wanted, registration))
    },
  }
}
