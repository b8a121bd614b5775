import * as v from 'valibot'
import { odata, type Table } from '../core/table.ts'
import { newestFirst } from '../core/time.ts'
import type { Actor } from '../model/actor.ts'

/** All that somebody may order and that is recorded. */
export const auditActions = [
  'terms_accepted',
  'credentials_entered',
  'credentials_changed',
  'credentials_checked',
  'credentials_removed',
  'failures_replayed',
  'backfill_started',
  'backfill_planned',
  'webinar_checked',
  'registrations_sent_again',
  'attendance_read',
  'types_refreshed',
  'join_link_revoked',
  'attendee_tied',
  'contact_made',
  'attendee_ignored',
  'event_made',
  'fields_read',
  'registration_previewed',
  'attendees_purged',
  'purge_planned',
  'person_erased',
  'settings_changed',
] as const
type AuditAction = (typeof auditActions)[number]

/** `ordered` is recorded before anything is done, and one of the others after it. */
type Outcome = 'ordered' | 'done' | 'refused' | 'failed'

/** An order: ids, codes and numbers; never a secret, a name or an address. */
export type Act = {
  action: AuditAction
  actor: Actor
  /** The account that it is about, by the id of its row. */
  configuration?: string | undefined
  /** The account at the provider that is asked for, and the one that was in force before. */
  clientId?: string | undefined
  formerClientId?: string | undefined
  deleteCancelledWebinars?: boolean | undefined
  /** An event or session by table and id, a failure by its id, a kind of failures, settings by name. */
  subject?: string | undefined
}

/** The end of an act. */
export type ActEnd = {
  outcome: Exclude<Outcome, 'ordered'>
  /** Why it was refused or failed; of a check, the health that it found. */
  code?: string | undefined
  /** The run that it started. */
  run?: string | undefined
  /** How much was erased, by kind. */
  counts?: Readonly<Record<string, number>> | undefined
}

/** A record of the trail. An order and its end have the same `act`. `id`: its place in the trail, the newest first. */
export type AuditRecord = Act & Omit<ActEnd, 'outcome'> & { id: string; act: string; at: Date; outcome: Outcome }

/** Times are included. */
export type AuditFilter = {
  since?: Date | undefined
  until?: Date | undefined
  configuration?: string | undefined
  action?: AuditAction | undefined
}

const Counts = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.number()))
const Text = v.optional(v.string())
const Row = v.object({
  at: v.date(),
  act: v.string(),
  action: v.picklist(auditActions),
  outcome: v.picklist(['ordered', 'done', 'refused', 'failed']),
  by: v.picklist(['user', 'application', 'dynamics', 'key']),
  actor: v.optional(v.string(), ''),
  ...{ configuration: Text, clientId: Text, formerClientId: Text, subject: Text, code: Text, run: Text },
  deleteCancelledWebinars: v.optional(v.boolean()),
  counts: v.optional(Counts),
})

export type AuditTrail = ReturnType<typeof createAuditTrail>

const partition = 'audit'
const given = "action eq 'credentials_entered' or action eq 'credentials_changed'"
const removed = "action eq 'credentials_removed'"

/** The record of who ordered what, and of what came of it. A record is added, and never changed. */
export function createAuditTrail(table: Table) {
  return {
    /** @throws Conflict if there is such a record already */
    async add(record: Omit<AuditRecord, 'id'>): Promise<AuditRecord> {
      const { actor, counts, ...rest } = record
      const id = `${newestFirst(record.at)}_${record.act}_${record.outcome}`
      const who = { by: actor.by, actor: actor.by === 'key' ? undefined : actor.id }
      await table.put(partition, id, { ...rest, ...who, counts: counts && JSON.stringify(counts) }, 'new')
      return { ...record, id }
    },

    /** The newest records that fit, the newest first; `next` is where the following page begins. */
    async page({ since, until, configuration, action }: AuditFilter, size: number, after = '') {
      const parts = [odata`PartitionKey eq ${partition} and RowKey gt ${after}`]
      if (until) parts.push(odata`RowKey ge ${newestFirst(until)}`)
      if (since) parts.push(odata`RowKey lt ${`${newestFirst(since)}~`}`)
      if (configuration) parts.push(odata`configuration eq ${configuration}`)
      if (action) parts.push(odata`action eq ${action}`)
      const records: AuditRecord[] = []
      for await (const row of table.list(Row, parts.join(' and '))) {
        if (records.length === size) return { records, next: records.at(-1)?.id }
        records.push(toRecord(row))
      }
      return { records, next: undefined }
    },

    /** The client whose credentials were last in force, as far as the trail goes back. */
    async lastClient(configuration: string): Promise<string | undefined> {
      const done = odata`PartitionKey eq ${partition} and configuration eq ${configuration} and outcome eq 'done'`
      for await (const { clientId, formerClientId } of table.list(Row, `${done} and (${given} or ${removed})`)) {
        return clientId ?? formerClientId
      }
      return undefined
    },

    /** The last time that credentials were typed into the row of an account. */
    async lastTyping(configuration: string): Promise<AuditRecord | undefined> {
      const ordered = odata`PartitionKey eq ${partition} and configuration eq ${configuration} and outcome eq 'ordered'`
      for await (const row of table.list(Row, `${ordered} and by eq 'dynamics' and (${given})`)) return toRecord(row)
      return undefined
    },
  }
}

function toRecord({ row: id, by, actor, ...kept }: v.InferOutput<typeof Row> & { row: string }): AuditRecord {
  const { at, act, action, outcome, configuration, clientId, formerClientId, subject, code, run, counts } = kept
  const about = { configuration, clientId, formerClientId, subject, code, run, counts }
  const { deleteCancelledWebinars } = kept
  const who: Actor = by === 'key' ? { by } : { by, id: actor }
  return { id, act, at, action, outcome, actor: who, ...about, deleteCancelledWebinars }
}
