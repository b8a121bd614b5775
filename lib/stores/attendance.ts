import * as v from 'valibot'
import { ifConflict } from '../core/errors.ts'
import { odata, type Stored, type Table } from '../core/table.ts'
import type { WebinarKind } from '../model/crm.ts'
import { type UnmatchedReason, unmatchedReasons } from '../rules/attendance/match-attendees.ts'
import type { FullReading } from '../rules/attendance/needs-full-reading.ts'
import { type ErasedPage, eraseAll, erasePage, theirs, type Whose } from './erasure.ts'

/** The attendee's id at the provider, and why no registration was found. No name, no address. */
export type Unmatched = { providerId: string; reason: UnmatchedReason }

export type Pull = FullReading & {
  configuration: string
  webinarId: string
  /** When attendance was last read; undefined: only queued so far. */
  asOf: Date | undefined
  /** When the provider last refused to show it, unless it was read since. */
  refusedAt: Date | undefined
  final: boolean
  attendees: number
  matched: number
  /** How long all attendees watched, live and on demand. */
  minutes: number
  /** When attendees and matched were read first; undefined: by a release that kept no record of it. */
  countsAt: Date | undefined
  queuedAt: Date | undefined
  /** News of the provider, as seen by the timer: the last move of the audience, and that of the last pull. */
  moved: Date | undefined
  movedThen: Date | undefined
  /** The wall-clock end of the row, as if it were UTC, that `final`, `refusedAt` and the provider's ends go with. */
  end: Date | undefined
  /** The ends that the provider told. */
  liveEnd: Date | undefined
  archiveEnd: Date | undefined
}

/** A record as it was read. */
export type KnownPull = Pull & { etag: string }

/** Empty where the event or session has none. */
export type RunsAs = { configuration: string; webinarId: string }
const RunsAsRow = v.object({ configuration: v.string(), webinarId: v.string() })

const PullRow = v.object({
  configuration: v.string(),
  webinarId: v.string(),
  asOf: v.optional(v.date()),
  refusedAt: v.optional(v.date()),
  final: v.optional(v.boolean(), false),
  attendees: v.optional(v.number(), 0),
  matched: v.optional(v.number(), 0),
  minutes: v.optional(v.number(), 0),
  countsAt: v.optional(v.date()),
  digest: v.optional(v.string()),
  fullAt: v.optional(v.date()),
  queuedAt: v.optional(v.date()),
  moved: v.optional(v.date()),
  movedThen: v.optional(v.date()),
  end: v.optional(v.date()),
  liveEnd: v.optional(v.date()),
  archiveEnd: v.optional(v.date()),
})
const UnmatchedRow = v.object({
  unmatched: v.pipe(
    v.string(),
    v.parseJson(),
    v.array(v.strictTuple([v.string(), v.fallback(v.picklist(unmatchedReasons), 'unknown')])),
  ),
})

export type AttendanceStore = ReturnType<typeof createAttendanceStore>

/** A property of a table row holds 32 Ki characters; an entry takes at most some thirty. */
const unmatchedPerRow = 900

/** Records of each webinar: as which it runs, its attendance, and the attendees who match no registration. */
export function createAttendanceStore(table: Table) {
  const key = (kind: WebinarKind, webinarRow: string) => `${kind}_${webinarRow}`
  async function pull(kind: WebinarKind, webinarRow: string): Promise<KnownPull | undefined> {
    const row = await table.get(PullRow, key(kind, webinarRow), 'pull')
    return row && toPull(row)
  }
  const unmatchedOf = (partition: string) => odata`PartitionKey eq ${partition} and RowKey ge 'unmatched'`
  /** False if another worker wrote in between. */
  async function replace(partition: string, next: Pull, etag = 'new') {
    const written = await table.put(partition, 'pull', { ...next, etag: undefined }, etag).catch(ifConflict)
    return written !== undefined
  }

  return {
    pull,

    /** As which webinar the registrations of an event or session were last told to run. */
    async runsAs(kind: WebinarKind, webinarRow: string): Promise<RunsAs | undefined> {
      const row = await table.get(RunsAsRow, key(kind, webinarRow), 'runs-as')
      return row && { configuration: row.configuration, webinarId: row.webinarId }
    },

    async setRunsAs(kind: WebinarKind, webinarRow: string, { configuration, webinarId }: RunsAs) {
      await table.put(key(kind, webinarRow), 'runs-as', { configuration, webinarId })
    },

    /** Every webinar that was ever queued, by kind and row as in `key`. */
    async pulls(): Promise<(kind: WebinarKind, webinarRow: string) => KnownPull | undefined> {
      const all = new Map<string, KnownPull>()
      for await (const row of table.list(PullRow, odata`RowKey eq 'pull'`)) all.set(row.partition, toPull(row))
      return (kind, webinarRow) => all.get(key(kind, webinarRow))
    },

    /**
     * Changes the record of a webinar's attendance over the version that was read. The timer and a reading each know
     * other columns of it: where the other wrote in between, the record is looked at again.
     * @param change undefined: it stays as it is
     * @returns the record as it was written, or undefined if it stayed as it is
     */
    async updatePull(
      kind: WebinarKind,
      webinarRow: string,
      change: (known: KnownPull | undefined) => Pull | undefined,
    ): Promise<Pull | undefined> {
      for (;;) {
        const known = await pull(kind, webinarRow)
        const next = change(known)
        if (!next || (await replace(key(kind, webinarRow), next, known?.etag))) return next
      }
    },

    /** Notes that the provider refused to show a webinar that was queued. */
    async setRefused(kind: WebinarKind, webinarRow: string, refusedAt: Date) {
      await table.merge(key(kind, webinarRow), 'pull', { refusedAt })
    },

    /** Notes that the rest of a reading was queued. */
    async noteQueued(kind: WebinarKind, webinarRow: string, queuedAt: Date) {
      await table.merge(key(kind, webinarRow), 'pull', { queuedAt })
    },

    async unmatched(kind: WebinarKind, webinarRow: string): Promise<Unmatched[]> {
      const all: Unmatched[] = []
      for await (const row of table.list(UnmatchedRow, unmatchedOf(key(kind, webinarRow)))) {
        all.push(...row.unmatched.map(([providerId, reason]) => ({ providerId, reason })))
      }
      return all
    },

    async setUnmatched(kind: WebinarKind, webinarRow: string, configuration: string, all: readonly Unmatched[]) {
      const partition = key(kind, webinarRow)
      await eraseAll(table, unmatchedOf(partition))
      for (let at = 0; at < all.length; at += unmatchedPerRow) {
        const part = all.slice(at, at + unmatchedPerRow).map(({ providerId, reason }) => [providerId, reason])
        const row = `unmatched-${String(at).padStart(8, '0')}`
        await table.put(partition, row, { configuration, unmatched: JSON.stringify(part) })
      }
    },

    /** Erases a page of an account's records of webinars, their owners among them, but for the pulls. */
    eraseRecords: (whose: Whose, after?: string): Promise<ErasedPage> =>
      erasePage(table, `${theirs(whose)} and RowKey ne 'pull'`, after),

    /** Erases a page of an account's pulls, one a webinar. */
    erasePulls: (whose: Whose, after?: string): Promise<ErasedPage> =>
      erasePage(table, `${theirs(whose)} and RowKey eq 'pull'`, after),
  }
}

function toPull({ partition, row, ...pull }: Stored<v.InferOutput<typeof PullRow>>) {
  return pull as KnownPull
}
