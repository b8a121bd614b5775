import type { Services } from '../../services.ts'
import { createOwnRowWriter } from './own-rows.ts'

/** How many rows were deleted. What somebody did goes with them. */
export type DeletedRows = Record<'attendees' | 'unmatched', number>

/** Rows that are looked up at a time, and then deleted side by side. */
const rowsPerRound = 800

/**
 * Deletes an account's rows about people in webinars that ended before that. Each row costs itself: one that Dynamics
 * refuses to delete is left.
 * @param deleted counts on, whatever ends this
 * @param goesOn asked before each set of rows
 * @returns whether nothing is left but what was refused, and how many rows those are
 * @throws Unavailable: what was deleted is, and doing it again goes on from there
 */
export async function deletePast(
  { configuration, before }: { configuration: string; before: Date },
  deleted: DeletedRows,
  goesOn: () => boolean,
  { crm }: Pick<Services, 'crm'>,
): Promise<{ isWhole: boolean; refused: number }> {
  const writer = createOwnRowWriter(async () => goesOn())
  let refused = 0
  for (const part of ['attendees', 'unmatched'] as const) {
    const remove = async (set: readonly { id: string }[]) => {
      const ids = set.map(({ id }) => id)
      const results = await crm.deletePastRows(part, ids)
      deleted[part] += results?.filter(({ status }) => status === 'fulfilled').length ?? 0
      return results
    }
    for (let isEnd = false; !isEnd && writer.isWhole(); ) {
      const rows = await someOf(crm.pastRows(part, configuration, before), (id) => !writer.isRefused({ id }))
      await writer.write(rows, remove)
      refused += rows.filter(writer.isRefused).length
      isEnd = rows.length < rowsPerRound
    }
  }
  return { isWhole: writer.isWhole(), refused }
}

async function someOf(ids: AsyncIterable<string>, isWanted: (id: string) => boolean) {
  const rows: { id: string }[] = []
  for await (const id of ids) {
    if (isWanted(id)) rows.push({ id })
    if (rows.length === rowsPerRound) break
  }
  return rows
}
