import * as v from 'valibot'
import { createCache } from '../core/cache.ts'
import { ifNotFound } from '../core/errors.ts'
import { hour } from '../core/time.ts'
import type { Dataverse } from './client.ts'
import { logicalName, type Table } from './table-definition.ts'

const Named = v.nullish(v.object({ Value: v.nullish(v.string(), '') }))
const Attribute = v.object({
  LogicalName: v.string(),
  AttributeType: v.nullish(v.string(), ''),
  AttributeTypeName: Named,
})
const Definition = v.object({ Attributes: v.array(Attribute) })

/** How the value of a column becomes a text: as it is, or by the label or name that Dataverse has for it. */
export type ColumnKind = 'plain' | 'label' | 'lookup'

/** By type of attribute (learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/attributetypecode). */
const kinds: Readonly<Record<string, ColumnKind>> = {
  ...{ String: 'plain', Memo: 'plain', Integer: 'plain', BigInt: 'plain', Decimal: 'plain', Double: 'plain' },
  ...{ Money: 'plain', DateTime: 'plain', Uniqueidentifier: 'plain' },
  ...{ Picklist: 'label', State: 'label', Status: 'label', Boolean: 'label', MultiSelectPicklistType: 'label' },
  ...{ Lookup: 'lookup', Customer: 'lookup', Owner: 'lookup' },
}

/** An environment is asked so often whether it has a table by now. */
const heldFor = hour

export type OwnDefinitions = ReturnType<typeof createOwnDefinitions>

/** Which tables and columns the environment has, of those that it may lack: the connector's own, and those of a mapping. */
export function createOwnDefinitions(dataverse: Pick<Dataverse, 'read'>) {
  const columns = createCache<ReadonlyMap<string, ColumnKind | undefined>>(heldFor, async (name) => {
    const attributes = 'Attributes($select=LogicalName,AttributeType,AttributeTypeName)'
    const path = `EntityDefinitions(LogicalName='${name}')?$select=LogicalName&$expand=${attributes}`
    const definition = await dataverse.read(Definition, path).catch(ifNotFound)
    return new Map(
      definition?.Attributes.map(({ LogicalName, AttributeType, AttributeTypeName }) => [
        LogicalName,
        kinds[AttributeTypeName?.Value ?? ''] ?? kinds[AttributeType],
      ]),
    )
  })

  return {
    /** The columns that the connector reads and that are there: none where the table is not. */
    async readable({ name, columns: read }: Table): Promise<string[]> {
      const there = await columns.get(name)
      return Object.keys(read).filter((column) => there?.has(logicalName(column)))
    },

    /** Whether a table is there with every column that the connector reads or writes. */
    async isComplete({ name, columns: read, written }: Table): Promise<boolean> {
      const there = await columns.get(name)
      return [...Object.keys(read), ...written].every((column) => there?.has(logicalName(column)))
    },

    /** Whether somebody else's table has the columns that the connector brings to it. */
    async isExtended({ name, brought = {} }: Table): Promise<boolean> {
      const there = await columns.get(name)
      return Object.keys(brought).every((column) => there?.has(column))
    },

    /** The columns of a table; undefined of one that no text can be made of. */
    columnKinds: async ({ name }: Pick<Table, 'name'>) => (await columns.get(name)) ?? new Map<string, undefined>(),

    /** Asks again next time: a call showed that a column is gone. */
    forget: ({ name }: Pick<Table, 'name'>) => columns.evict(name),
  }
}
