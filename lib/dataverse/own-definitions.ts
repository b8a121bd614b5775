import * as v from 'valibot'
import { createCache } from '../core/cache.ts'
import { ifNotFound } from '../core/errors.ts'
import { hour } from '../core/time.ts'
import type { Dataverse } from './client.ts'
import { logicalName, type Table } from './table-definition.ts'

const Definition = v.object({ Attributes: v.array(v.object({ LogicalName: v.string() })) })

/** An environment is asked so often whether it has a table by now. */
const heldFor = hour

export type OwnDefinitions = ReturnType<typeof createOwnDefinitions>

/** Which of the connector's own tables and columns the environment has: it may lack any, or have an older table. */
export function createOwnDefinitions(dataverse: Pick<Dataverse, 'read'>) {
  const columns = createCache<ReadonlySet<string>>(heldFor, async (name) => {
    const path = `EntityDefinitions(LogicalName='${name}')?$select=LogicalName&$expand=Attributes($select=LogicalName)`
    const definition = await dataverse.read(Definition, path).catch(ifNotFound)
    return new Set(definition?.Attributes.map(({ LogicalName }) => LogicalName))
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

    /** Asks again next time: a call showed that a column is gone. */
    forget: ({ name }: Table) => columns.evict(name),
  }
}
