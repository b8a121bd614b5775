import type { MappingScope, ShownField } from '../model/mapping.ts'
import type { Dataverse } from './client.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { createOwnRows } from './own-rows.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'
import { fitting } from './text-length.ts'

const table = tables.providerField
const shown = select(table, ['id'])

const lookups = {
  account: { read: '_wbc_configurationid_value', write: 'wbc_ConfigurationId@odata.bind', to: tables.configuration },
  event: { read: '_wbc_eventid_value', write: 'wbc_EventId@odata.bind', to: tables.event },
  session: { read: '_wbc_sessionid_value', write: 'wbc_SessionId@odata.bind', to: tables.session },
} as const

/** The fields of registration forms, as people see them. An environment may lack their table. */
export function createProviderFields(
  dataverse: Pick<Dataverse, 'rows'>,
  { isComplete }: OwnDefinitions,
  { upsertRows, deleteRows }: ReturnType<typeof createOwnRows>,
) {
  return {
    /**
     * Shows exactly these fields of an account, event or session; rows of others go.
     * @returns false where the environment has no place for them. @throws Unavailable, with some of them shown
     */
    async showProviderFields({ kind, id }: MappingScope, fields: readonly ShownField[]): Promise<boolean> {
      if (!(await isComplete(table))) return false
      const { read, write, to } = lookups[kind]
      const standing = await Array.fromAsync(dataverse.rows(shown, { filter: `${read} eq ${id}` }))
      const kept = new Set(fields.map((field) => field.id))
      await upsertRows(
        table,
        fields.map((field) => ({
          id: field.id,
          values: {
            wbc_name: fitting(field.caption, 200) ?? field.field,
            wbc_field: fitting(field.field, 50) ?? '',
            wbc_required: field.required,
            // A list that is cut off would show fewer options than there are, but each of them whole.
            wbc_options: field.options.length ? linesWithin(field.options, 20_000) : null,
            wbc_missing: field.missing ?? null,
            wbc_position: field.position,
            wbc_maxlength: field.longest ?? null,
            [write]: `/${to.set}(${id})`,
          },
        })),
      )
      await deleteRows(
        table,
        standing.map((row) => row.id).filter((one) => !kept.has(one)),
      )
      return true
    },
  }
}

function linesWithin(lines: readonly string[], room: number) {
  return lines.reduce((text, line) => (text.length + line.length < room ? `${text}\n${line}` : text))
}
