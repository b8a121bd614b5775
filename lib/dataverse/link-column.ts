import { RefusedError } from '../core/errors.ts'
import type { Dataverse } from './client.ts'
import type { OwnDefinitions } from './own-definitions.ts'
import type { Selection } from './selection.ts'
import type { Table } from './table-definition.ts'

/** The same selection without and with the column of join links. */
export type MaybeLinked<Row> = { plain: Selection<Row>; linked: Selection<Row> }

export type LinkColumn = ReturnType<typeof createLinkColumn>

/**
 * Works with the column of join links where the environment has it. Whether it does is known for a while only, so a refusal
 * is taken for its end, and the same is done without it.
 */
export function createLinkColumn({ isExtended, forget }: Pick<OwnDefinitions, 'isExtended' | 'forget'>) {
  const gone = (table: Table) => (error: unknown) => {
    if (!(error instanceof RefusedError)) throw error
    forget(table)
  }

  return {
    isThere: isExtended,

    async read<Row, Answer>(
      { plain, linked }: MaybeLinked<Row>,
      read: (selection: Selection<Row>) => Promise<Answer>,
    ): Promise<Answer> {
      const answer = (await isExtended(linked.table))
        ? await read(linked).then((value) => ({ value }), gone(linked.table))
        : undefined
      return answer ? answer.value : read(plain)
    },

    async *rows<Row>({ plain, linked }: MaybeLinked<Row>, filter: string, dataverse: Pick<Dataverse, 'rows'>) {
      const rows = dataverse.rows(linked, { filter })
      const first = (await isExtended(linked.table)) ? await rows.next().catch(gone(linked.table)) : undefined
      if (!first) yield* dataverse.rows(plain, { filter })
      else if (!first.done) {
        yield first.value
        yield* rows
      }
    },

    /** @param write undefined as its link: without that column */
    async write(table: Table, link: string | undefined, write: (link: string | undefined) => Promise<string>) {
      if (link === undefined) return write(undefined)
      return (await write(link).catch(gone(table))) ?? write(undefined)
    },
  }
}
