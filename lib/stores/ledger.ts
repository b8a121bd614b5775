import * as v from 'valibot'
import { odata, type Stored, type Table } from '../core/table.ts'
import type { WebinarKind } from '../model/crm.ts'
import type { Contribution } from '../rules/ledger/contribution.ts'
import type { DriftHistory } from '../rules/ledger/drift-history.ts'
import { type ErasedPage, erasePage, theirs, type Whose } from './erasure.ts'

const Json = <S extends v.GenericSchema>(schema: S) => v.pipe(v.string(), v.parseJson(), schema)
const Count = v.optional(v.number(), 0)
const ContributionShape = v.object({
  ...{ due: Count, sent: Count, waiting: Count, refused: Count, cancelled: Count },
  ...{ seconds: Count, timed: Count, slowest: Count, attendees: Count, matched: Count, unmatched: Count },
  ...{ driftFound: Count, driftRepaired: Count },
})
const ContributionRow = v.object({ counts: Json(ContributionShape) })
const Days = v.record(v.string(), v.string())
const CountedRow = v.object({
  configuration: v.string(),
  /** When the last counting began, and when the last one did that came to its end. */
  countedAt: v.date(),
  completeAt: v.optional(v.date()),
  pace: Count,
  /** Registrations that the last counting read. */
  rows: Count,
  waiting: Count,
  refused: Count,
  seenWaiting: v.optional(v.date()),
  /** Of the row in Dynamics; empty: it is not known what stands there. */
  hash: v.optional(v.string(), ''),
  /** A hash of what was contributed, by day. */
  days: v.optional(Json(Days), '{}'),
})
const Drift = v.object({ driftFound: v.number(), driftRepaired: v.number() })
const HistoryRow = v.object({
  at: v.date(),
  history: Json(v.object({ days: v.record(v.string(), Drift), last: v.array(v.string()) })),
})

/** How a webinar, or the days of an account, were counted last. */
export type Counting = v.InferOutput<typeof CountedRow>
export type StoredCounting = Stored<Counting>

export type LedgerStore = ReturnType<typeof createLedgerStore>

/** A subject of counting: an event or session, or an account. */
type Subject = WebinarKind | 'account'

/**
 * The app's own side of the ledger: how each webinar was counted, what it contributes to each day of its account, and the
 * days that have to be added up anew. Numbers and ids only.
 */
export function createLedgerStore(table: Table) {
  const key = (subject: Subject, id: string) => `${subject}_${id}`
  const dayKey = (day: string, kind: WebinarKind, id: string) => `${day}_${key(kind, id)}`

  return {
    counting: (subject: Subject, id: string): Promise<StoredCounting | undefined> =>
      table.get(CountedRow, 'counted', key(subject, id)),

    /** @param etag as it was read, or `new`. @throws ConflictError if another worker counts */
    put(subject: Subject, id: string, counting: Counting, etag: string): Promise<string> {
      const { configuration, countedAt, completeAt, pace, rows, waiting, refused, seenWaiting, hash } = counting
      const times = { countedAt, ...(completeAt && { completeAt }), ...(seenWaiting && { seenWaiting }) }
      const columns = { configuration, ...times, pace, rows, waiting, refused, hash }
      return table.put('counted', key(subject, id), { ...columns, days: JSON.stringify(counting.days) }, etag)
    },

    /** Makes the next counting write the row in Dynamics, whatever it says. */
    async invalidate(subject: Subject, id: string) {
      await table.merge('counted', key(subject, id), { hash: '' })
    },

    async forget(kind: WebinarKind, id: string) {
      await table.removeAll(['counted', 'reviewed'].map((partition) => ({ partition, row: key(kind, id) })))
    },

    /** Every webinar that was ever counted, by `event_…` or `session_…`. */
    async countings(): Promise<Map<string, StoredCounting>> {
      const all = new Map<string, StoredCounting>()
      for await (const row of table.list(CountedRow, odata`PartitionKey eq 'counted'`)) all.set(row.row, row)
      return all
    },

    /** Sets what a webinar contributes to days of an account (undefined: nothing any more), and notes these days. */
    async contribute(
      configuration: string,
      kind: WebinarKind,
      id: string,
      days: ReadonlyMap<string, Contribution | undefined>,
    ) {
      const set = [...days].flatMap(([day, counts]) =>
        counts
          ? [
              {
                partition: configuration,
                row: dayKey(day, kind, id),
                values: { configuration, counts: JSON.stringify(counts) },
              },
            ]
          : [],
      )
      const gone = [...days].flatMap(([day, counts]) =>
        counts ? [] : [{ partition: configuration, row: dayKey(day, kind, id) }],
      )
      const written = await table.putAll(set)
      for (const result of written) if (result.status === 'rejected') throw result.reason
      await table.removeAll(gone)
      // Last, so that who adds up a day finds it changed.
      const noted = await table.putAll(
        [...days.keys()].map((day) => ({ partition: configuration, row: `open_${day}`, values: { configuration } })),
      )
      for (const result of noted) if (result.status === 'rejected') throw result.reason
    },

    /** Days of an account that have to be added up. */
    async openDays(configuration: string): Promise<{ day: string; etag: string }[]> {
      const days: { day: string; etag: string }[] = []
      const filter = odata`PartitionKey eq ${configuration} and RowKey ge ${'open_'} and RowKey lt ${'open`'}`
      for await (const { row, etag } of table.list(v.object({}), filter)) days.push({ day: row.slice(5), etag })
      return days
    },

    /** False if the day was changed since it was read. */
    closeDay: (configuration: string, { day, etag }: { day: string; etag: string }): Promise<boolean> =>
      table.remove(configuration, `open_${day}`, etag),

    async reopenDay(configuration: string, day: string) {
      await table.put(configuration, `open_${day}`, { configuration })
    },

    async *contributions(configuration: string, day: string): AsyncGenerator<Contribution> {
      const filter = odata`PartitionKey eq ${configuration} and RowKey ge ${`${day}_`} and RowKey lt ${`${day}\``}`
      for await (const { counts } of table.list(ContributionRow, filter)) yield counts
    },

    async reviews(kind: WebinarKind, id: string): Promise<{ at: Date; history: DriftHistory } | undefined> {
      return table.get(HistoryRow, 'reviewed', key(kind, id))
    },

    async setReviews(kind: WebinarKind, id: string, configuration: string, at: Date, history: DriftHistory) {
      await table.put('reviewed', key(kind, id), { configuration, at, history: JSON.stringify(history) })
    },

    /** Erases a page of an account's part of the ledger. */
    erase: (whose: Whose, after?: string): Promise<ErasedPage> => erasePage(table, theirs(whose), after),
  }
}
