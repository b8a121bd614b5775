import { AppError, isWithoutPrivilege } from '../../core/errors.ts'
import { setsOf, writeSideBySide } from './write-side-by-side.ts'

type Results = readonly PromiseSettledResult<void>[] | undefined
type Row = { id: string }

/** Dataverse works the rows of such a write off one by one, so more would only take longer. */
const rowsPerWrite = 100

/** A sequence of writes of own rows, each of rows in sets side by side. */
export type OwnRowWriter = ReturnType<typeof createOwnRowWriter>

/**
 * Writes rows of the connector's own tables. One that is refused is left out until the next reading in full.
 * @param goesOn asked before each set; once it says no, nothing more is written
 */
export function createOwnRowWriter(goesOn: () => Promise<boolean>) {
  let isWhole = true
  const refused = new Set<string>()

  async function tolerate(rows: readonly Row[], write: Promise<Results>) {
    const results = await write.catch((reason: unknown) => rows.map(() => ({ status: 'rejected', reason }) as const))
    for (const [at, row] of rows.entries()) {
      const result = results?.[at]
      if (result?.status === 'fulfilled') continue
      if (result && !isLasting(result.reason)) throw result.reason
      refused.add(row.id)
    }
  }

  return {
    /** @throws what trying again helps with */
    async write<R extends Row>(rows: readonly R[], write: (set: readonly R[]) => Promise<Results>): Promise<void> {
      const sets = setsOf(rows, rowsPerWrite)
      if (isWhole) isWhole = await writeSideBySide(sets, (set) => tolerate(set, write(set)), goesOn)
    },
    /** Whether a row of this id was refused. */
    isRefused: ({ id }: Row) => refused.has(id),
    isWhole: () => isWhole,
  }
}

function isLasting(error: unknown) {
  return error instanceof AppError && (!error.retry || isWithoutPrivilege(error))
}
