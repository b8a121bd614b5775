import type { Dataverse } from './client.ts'
import { ifClosed } from './errors.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { Selection } from './selection.ts'

/** Reads rows of the connector's own tables. Where an environment lacks one, or the role does not open it, none stand. */
export function createStandingRows(dataverse: Pick<Dataverse, 'rows'>, { isComplete }: OwnDefinitions) {
  return async function* standing<Row>(selection: Selection<Row>, filter: string): AsyncGenerator<Row> {
    if (!(await isComplete(selection.table))) return
    try {
      yield* dataverse.rows(selection, { filter })
    } catch (error) {
      ifClosed(error)
    }
  }
}
