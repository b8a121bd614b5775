import { NotFoundError, RefusedError } from '../../core/errors.ts'

/**
 * Writes rows all at once; a set that is refused is halved until the offending row is alone, so that one bad row costs
 * one row. The rows that were refused.
 */
export async function bisectWrite<Row>(
  rows: readonly Row[],
  write: (rows: readonly Row[]) => Promise<void>,
): Promise<Row[]> {
  if (rows.length === 0) return []
  try {
    await write(rows)
    return []
  } catch (error) {
    // A row that points to one deleted meanwhile is answered with "not found".
    if (!(error instanceof RefusedError || error instanceof NotFoundError)) throw error
    if (rows.length === 1) return [...rows]
    const middle = Math.ceil(rows.length / 2)
    return [...(await bisectWrite(rows.slice(0, middle), write)), ...(await bisectWrite(rows.slice(middle), write))]
  }
}
