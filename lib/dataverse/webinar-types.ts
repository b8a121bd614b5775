import * as v from 'valibot'
import type { WebinarTypeRow } from '../model/crm.ts'
import type { Dataverse } from './client.ts'

const set = 'msevtmgt_webinartypes'

const Row = v.object({
  msevtmgt_webinartypeid: v.string(),
  msevtmgt_name: v.optional(v.nullable(v.string()), ''),
  msevtmgt_value: v.optional(v.nullable(v.string()), ''),
  statecode: v.number(),
})

export type WebinarTypes = ReturnType<typeof createWebinarTypes>

/** What planners can choose from on the form of an event: one row a choice, for each configuration. */
export function createWebinarTypes(dataverse: Dataverse) {
  return {
    /**
     * Shows exactly these choices for a configuration: missing ones are added, others deactivated, so that events that
     * have them keep them. How many rows were written.
     * @param choices each with the id that its row gets if it has none
     * @param concerns which values these choices are all of; rows with others are left alone
     */
    async writeWebinarTypes(
      configuration: string,
      choices: readonly WebinarTypeRow[],
      concerns: (value: string) => boolean,
    ): Promise<number> {
      const select = ['msevtmgt_webinartypeid', 'msevtmgt_name', 'msevtmgt_value', 'statecode']
      const filter = `_msevtmgt_webinarconfiguration_value eq ${configuration}`
      const standing = new Map<string, v.InferOutput<typeof Row>>()
      const surplus = []
      for await (const row of dataverse.rows(Row, set, { select, filter })) {
        const value = row.msevtmgt_value ?? ''
        if (!concerns(value)) continue
        const wanted = choices.some((choice) => choice.value === value)
        if (wanted && standing.get(value)?.statecode !== 0) standing.set(value, row)
        else if (!wanted && row.statecode === 0) surplus.push(row.msevtmgt_webinartypeid)
      }
      const changed = choices.filter(({ value, name }) => {
        const row = standing.get(value)
        return row?.statecode !== 0 || row.msevtmgt_name !== name.slice(0, 100)
      })
      for (const { value, name, id: newId } of changed) {
        const id = standing.get(value)?.msevtmgt_webinartypeid ?? newId
        await dataverse.upsert(set, id, {
          msevtmgt_name: name.slice(0, 100),
          msevtmgt_value: value,
          'msevtmgt_WebinarConfiguration@odata.bind': `/msevtmgt_webinarconfigurations(${configuration})`,
          ...{ statecode: 0, statuscode: 1 },
        })
      }
      for (const id of surplus) await dataverse.update(set, id, { statecode: 1, statuscode: 2 })
      return changed.length + surplus.length
    },
  }
}
