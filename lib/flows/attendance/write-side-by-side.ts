import pLimit from 'p-limit'

/**
 * Writes at a time, of one reading and of all of them together: as many calls as the client keeps under way until
 * Dataverse recommends another number. More would only stand before the calls of others, for a server works four off
 * for long (20 minutes of work in 5 minutes: learn.microsoft.com/power-apps/developer/data-platform/api-limits).
 */
const atOnce = 8
const together = pLimit(atOnce)

/**
 * Writes sets side by side. After a failure, or once there is no more time, no further set is begun, and those under way
 * are waited for: the next reading must not meet them.
 * @param goesOn asked before each set
 * @returns whether all sets were written. Throws the first failure
 */
export async function writeSideBySide<Rows>(
  sets: readonly Rows[],
  write: (rows: Rows) => Promise<void>,
  goesOn: () => Promise<boolean>,
): Promise<boolean> {
  // A turn at a time keeps a small webinar from waiting for all of a large one.
  const own = pLimit(atOnce)
  let failure: unknown
  let isWhole = true
  await own.map(sets, (rows) =>
    together(async () => {
      try {
        if (isWhole && (await goesOn())) await write(rows)
        else isWhole = false
      } catch (error) {
        failure ??= error
        isWhole = false
      }
    }),
  )
  if (failure !== undefined) throw failure
  return isWhole
}

/** Rows in sets of so many. */
export function setsOf<Row>(rows: readonly Row[], size: number): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, at) => rows.slice(at * size, (at + 1) * size))
}
