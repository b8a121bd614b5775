import type { WebinarRow } from '../../model/crm.ts'

/** Parts of the record of a webinar's attendance that depend on when the webinar takes place. */
export type Times = {
  /** The wall-clock end of the row that the others go with, as if it were UTC. */
  end: Date | undefined
  /** The ends that the provider told. */
  liveEnd: Date | undefined
  archiveEnd: Date | undefined
  refusedAt: Date | undefined
  final: boolean
}

/** The parts that still hold: none once the row ends at another time. A record of the first edition has no end. */
export function timesFor(known: Times | undefined, webinar: Pick<WebinarRow, 'end'>): Omit<Times, 'end'> {
  const held = known !== undefined && (!known.end || known.end.getTime() === endOf(webinar)?.getTime())
  const { liveEnd, archiveEnd, refusedAt, final = false } = held ? known : {}
  return { liveEnd, archiveEnd, refusedAt, final }
}

/** The end of a row as the record keeps it. */
export function endOf({ end }: Pick<WebinarRow, 'end'>): Date | undefined {
  return end === undefined ? undefined : new Date(`${end}Z`)
}
