import { createCache } from '../core/cache.ts'
import { minute } from '../core/time.ts'
import type { FieldMapping, MappingScope, MappingSource } from '../model/mapping.ts'
import type { Dataverse } from './client.ts'
import { ifClosed } from './errors.ts'
import { options } from './options.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import { mapped, select } from './selection.ts'
import { keysOf } from './table-definition.ts'
import { tables } from './tables.ts'
import { usualColumns } from './usual-columns.ts'

const table = tables.fieldMapping
const { mappingSource: sources } = options

/** A change of the mapping is in force within this time on every instance. */
const heldFor = minute

const line = mapped(
  select(table, ['id', ...keysOf(table.columns)]),
  ({ id, etag, ...row }): FieldMapping | undefined => {
    const scope = scopeOf(row)
    return (
      scope && {
        ...{ id, etag, scope, field: row.wbc_field, column: row.wbc_column, constant: row.wbc_constant },
        source: keysOf(sources).find((name): name is MappingSource => sources[name] === row.wbc_source),
        values: valueMap(row.wbc_valuemap),
        otherwise: row.wbc_default,
        tooLong: row.wbc_toolong === options.tooLong.refuse ? 'refuse' : 'cut',
        problem: row.wbc_problem,
      }
    )
  },
)

/** The lines of the mapping of fields. An environment may lack their table: then there are none. */
export function createFieldMappings(
  dataverse: Pick<Dataverse, 'rows' | 'update'>,
  { isComplete, columnKinds }: OwnDefinitions,
) {
  const all = 'all'
  const held = createCache<readonly FieldMapping[]>(heldFor, async () => {
    if (!(await isComplete(table))) return []
    const rows = Array.fromAsync(dataverse.rows(line, { filter: 'statecode eq 0', orderBy: 'createdon' }))
    return (await rows.catch(ifClosed))?.filter((one) => one !== undefined) ?? []
  })

  return {
    usualColumns,

    /** All lines of all accounts, as they were within a minute. @throws Unavailable while Dataverse is out */
    fieldMappings: async (): Promise<readonly FieldMapping[]> => (await held.get(all)) ?? [],

    /** The same as they are now. @throws Unavailable */
    async fieldMappingsNow(): Promise<readonly FieldMapping[]> {
      held.evict(all)
      return (await held.get(all)) ?? []
    },

    /** Whether a text can be made of the column that a line names, in a table that registrations have. */
    async columnState(source: MappingSource, column: string): Promise<'well' | 'gone' | 'wrong type'> {
      const read = { contact: [tables.contact], account: [tables.account], answer: [], constant: [] }
      const registration = [tables.eventRegistration, tables.sessionRegistration]
      const states = await Promise.all(
        { ...read, registration }[source].map(async (one) => {
          const known = await columnKinds(one)
          if (!known.has(column)) return 'gone'
          return known.get(column) ? 'well' : 'wrong type'
        }),
      )
      return states.find((state) => state === 'well') ?? states[0] ?? 'well'
    },

    /** Says on a line what is wrong with it, where the role lets it; empty: nothing. @throws Conflict, Unavailable */
    async writeMappingProblem({ id, etag }: FieldMapping, problem: string): Promise<void> {
      await dataverse.update(table, id, { wbc_problem: problem || null }, etag).catch(ifClosed)
    },
  }
}

function scopeOf(row: Record<`_wbc_${'configuration' | 'event' | 'session'}id_value`, string | null>) {
  const { _wbc_sessionid_value: session, _wbc_eventid_value: event, _wbc_configurationid_value: account } = row
  const scopes: [MappingScope['kind'], string | null][] = [
    ['session', session],
    ['event', event],
    ['account', account],
  ]
  const [kind, id] = scopes.find(([, id]) => id) ?? []
  return kind && id ? { kind, id } : undefined
}

/** A line each: value in CRM = value at the provider. */
function valueMap(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((one): [string, string][] => {
      const at = one.indexOf('=')
      return at > 0 ? [[one.slice(0, at).trim(), one.slice(at + 1).trim()]] : []
    }),
  )
}
