import { tables } from '../../lib/dataverse/tables.ts'
import { columns } from './columns.ts'
import { type Dynamics, quoted } from './dynamics.ts'
import { CommandError } from './exit.ts'

/** An event or a session in Dynamics. Without a name where nobody had to ask for it. */
export type WebinarRow = { table: string; id: string; name?: string }

const guid = /^\{?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\}?$/i
/** Rows that a sentence lists. */
const mostListed = 10

const kinds = [
  { table: tables.event, starts: 'msevtmgt_eventstartdate' },
  { table: tables.session, starts: 'msevtmgt_starttime' },
]

/** The id in a GUID as people copy it, with or without braces. */
export function idOf(given: string): string | undefined {
  return guid.exec(given.trim())?.[1]?.toLowerCase()
}

/** The row that the link of a form names (`etn` and `id` of main.aspx). */
export function linkedRow(given: string): { table: string; id: string } | undefined {
  const query = URL.parse(given)?.searchParams
  const [table, id] = [query?.get('etn')?.toLowerCase(), idOf(query?.get('id') ?? '')]
  return table && id ? { table, id } : undefined
}

/**
 * The event or session that is meant by a name, an id, or the link of its form.
 * @throws CommandError where there is none, or more than one, with those that may be meant
 */
export async function findWebinar(given: string, dynamics: Dynamics): Promise<WebinarRow> {
  const linked = linkedRow(given)
  if (linked && !kinds.some(({ table }) => table.name === linked.table)) {
    throw new CommandError('wrongUse', `This is the link of a ${linked.table}: give that of an event or a session.`)
  }
  if (linked) return linked
  const id = idOf(given)
  const exact = id ? await rowsById(id, dynamics) : await rowsByName(`msevtmgt_name eq ${quoted(given)}`, dynamics)
  const [row, other] = exact
  if (row && !other) return { table: row.table, id: row.id, name: row.name }
  if (row) {
    const say = `${exact.length} rows are called “${given}”. Give the id of the one that is meant:`
    throw new CommandError('wrongUse', [say, ...listed(exact)].join('\n'))
  }
  const none = `Dynamics shows you no event or session ${id ?? `“${given}”`}.`
  const alike = id ? [] : await rowsByName(`contains(msevtmgt_name,${quoted(given)})`, dynamics)
  const lines = alike.length ? [`${none} Names that contain it:`, ...listed(alike)] : [none]
  throw new CommandError('wrongUse', lines.join('\n'))
}

type Found = Required<WebinarRow> & { starts: string }

function rowsById(id: string, dynamics: Dynamics) {
  return rowsOf((key) => `${key} eq ${id}`, dynamics)
}

function rowsByName(filter: string, dynamics: Dynamics) {
  return rowsOf(() => filter, dynamics)
}

async function rowsOf(filter: (key: string) => string, dynamics: Dynamics): Promise<Found[]> {
  const found = kinds.map(async ({ table, starts }) => {
    const rows = await dynamics.rows(table.set, [table.key, 'msevtmgt_name', starts], filter(table.key))
    return rows.map(({ [table.key]: id = '', msevtmgt_name: name = '', [starts]: start = '' }) => {
      return { table: table.name, id, name, starts: start }
    })
  })
  return (await Promise.all(found)).flat()
}

function listed(rows: readonly Found[]) {
  const most = rows.slice(0, mostListed).map(({ table, id, name, starts }) => [`  ${id}`, table, starts, `“${name}”`])
  return [...columns(most), ...(rows.length > mostListed ? [`  and ${rows.length - mostListed} more`] : [])]
}
