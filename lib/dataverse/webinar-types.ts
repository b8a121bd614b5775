import type { WebinarTypeRow } from '../model/crm.ts'
import type { Dataverse } from './client.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'

const table = tables.webinarType
const webinarType = select(table, ['id', 'msevtmgt_name', 'msevtmgt_value', 'statecode'])

/** Choices on the form of an event: one row a choice, for each configuration. */
export function createWebinarTypes(dataverse: Dataverse) {
  return {
    /**
     * Shows exactly these choices for a configuration: missing ones are added, others deactivated, so that events that
     * have them keep them. How many rows were written.
     * @param choices each with the id that its row gets if it has none
     * @param isKnown whether it is known of a value that is not among them that there is no such choice
     */
    async writeWebinarTypes(
      configuration: string,
      choices: readonly WebinarTypeRow[],
      isKnown: (value: string) => boolean,
    ): Promise<number> {
      const filter = `_msevtmgt_webinarconfiguration_value eq ${configuration}`
      const existing = new Map<string, { id: string; name: string; active: boolean }>()
      const surplus = []
      for await (const row of dataverse.rows(webinarType, { filter })) {
        const { id, msevtmgt_value: value, msevtmgt_name: name } = row
        const active = row.statecode === 0
        const wanted = choices.some((choice) => choice.value === value)
        if (wanted && !existing.get(value)?.active) existing.set(value, { id, name, active })
        else if (!wanted && active && isKnown(value)) surplus.push(id)
      }
      const changed = choices.filter(({ value, name }) => {
        const row = existing.get(value)
        return !row?.active || row.name !== name.slice(0, 100)
      })
      for (const { value, name, id: newId } of changed) {
        const id = existing.get(value)?.id ?? newId
        await dataverse.upsert(table, id, {
          msevtmgt_name: name.slice(0, 100),
          msevtmgt_value: value,
          'msevtmgt_WebinarConfiguration@odata.bind': `/${tables.configuration.set}(${configuration})`,
          statecode: 0,
          statuscode: 1,
        })
      }
      for (const id of surplus) await dataverse.update(table, id, { statecode: 1, statuscode: 2 })
      return changed.length + surplus.length
    },
  }
}
