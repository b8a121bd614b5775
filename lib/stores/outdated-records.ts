import * as v from 'valibot'
import { type Keys, odata, type Table } from '../core/table.ts'
import type { WebinarKind, WebinarPlace } from '../model/crm.ts'
import { type ErasedPage, erasePage } from './erasure.ts'
import { RegistrationRow } from './registration-rows.ts'
import { partitionOf } from './registrations.ts'

type Tables = Record<
  | 'registrations'
  | 'registrants'
  | 'statuses'
  | 'webinars'
  | 'failures'
  | 'runs'
  | 'turns'
  | 'cursors'
  | 'auditrecords'
  | 'ledger',
  Table
>

/** An event or session that a record is about; where the record does not say which, it may be either. */
export type About = { kinds: readonly WebinarKind[]; id: string }

/** A record that nobody wrote for long, and what it is about: undefined if that cannot be told. */
export type OldRecord<Subject> = Keys & { about: Subject | undefined }
type OldPage<Subject> = { rows: OldRecord<Subject>[]; next: string | undefined }

export type OutdatedRecords = ReturnType<typeof createOutdatedRecords>

const WebinarRecord = v.object({ kind: v.optional(v.picklist(['event', 'session'])), id: v.optional(v.string()) })
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** Records that were not written since `before`, a page at a time: storage notes by its own clock when each was written. */
export function createOutdatedRecords(tables: Tables) {
  const since = (before: Date) => odata`Timestamp le ${before}`

  return {
    async registrations(before: Date, after?: string) {
      const { rows, next } = await tables.registrations.page(RegistrationRow, since(before), after)
      return { rows: rows.map((row) => ({ ...row, about: { kinds: [row.kind], id: row.webinarRow } })), next }
    },

    /** Erases registration records, with the applied states and statuses that go with them. */
    async eraseRegistrations(rows: readonly (Keys & WebinarPlace & { emailHash: string })[]): Promise<number> {
      const states = rows.map((row) => ({ partition: partitionOf(row), row: row.emailHash }))
      await tables.registrants.removeAll(distinct(states))
      await tables.statuses.removeAll(rows.map(({ partition: row }) => ({ partition: 'registration', row })))
      return tables.registrations.removeAll(rows)
    },

    /** Applied states, with the webinar that each is of. */
    async registrants(before: Date, after?: string): Promise<OldPage<WebinarPlace>> {
      const { rows, next } = await tables.registrants.page(v.object({}), since(before), after)
      return { rows: rows.map(({ partition, row }) => ({ partition, row, about: placeOf(partition) })), next }
    },
    eraseRegistrants: (rows: readonly Keys[]) => tables.registrants.removeAll(rows),

    /** Records of webinars: as which they run, who owns them, pulls, reviews, attendees without a registration. */
    async webinars(before: Date, after?: string): Promise<OldPage<About>> {
      const { rows, next } = await tables.webinars.page(WebinarRecord, since(before), after)
      return { rows: rows.map((row) => ({ partition: row.partition, row: row.row, about: aboutOf(row) })), next }
    },
    eraseWebinars: (rows: readonly Keys[]) => tables.webinars.removeAll(rows),

    /** Statuses of registrations and webinars: without one, a row is at most written again. */
    eraseStatuses: (before: Date, after?: string): Promise<ErasedPage> =>
      erasePage(tables.statuses, `${since(before)} and PartitionKey ne 'configuration'`, after),
    eraseFailures: (before: Date, after?: string) => erasePage(tables.failures, since(before), after),
    eraseRuns: (before: Date, after?: string) => erasePage(tables.runs, since(before), after),
    /** Turns of accounts that have made no call since. */
    eraseTurns: (before: Date, after?: string) => erasePage(tables.turns, since(before), after),
    eraseAuditRecords: (before: Date, after?: string) => erasePage(tables.auditrecords, since(before), after),
    /** Countings of webinars of long ago, with their part in the days of then. */
    eraseLedger: (before: Date, after?: string) => erasePage(tables.ledger, since(before), after),
    /** Receipts of removals that have ended. */
    eraseReceipts: (before: Date, after?: string) =>
      erasePage(tables.cursors, `${since(before)} and PartitionKey eq 'removal' and state eq 'ended'`, after),
  }
}

/** Two registrations of one person have one applied state; a transaction takes a row once. */
function distinct(rows: readonly Keys[]): Keys[] {
  return [...new Map(rows.map((keys) => [`${keys.partition} ${keys.row}`, keys])).values()]
}

function placeOf(partition: string): WebinarPlace | undefined {
  const [configuration, webinarId] = [partition.slice(0, 36), partition.slice(37)]
  return guid.test(configuration) && /^[\w-]+$/.test(webinarId) ? { configuration, webinarId } : undefined
}

function aboutOf({ partition, row, kind, id }: Keys & v.InferOutput<typeof WebinarRecord>): About | undefined {
  if (row.startsWith('owner_')) return kind && id ? { kinds: [kind], id } : undefined
  if (row === 'made') return { kinds: ['event', 'session'], id: partition }
  const [, ofKind, ofId] = /^(event|session)_(.+)$/.exec(partition) ?? []
  return ofKind && ofId ? { kinds: [ofKind as WebinarKind], id: ofId } : undefined
}
