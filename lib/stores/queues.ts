import * as v from 'valibot'
import { day } from '../core/time.ts'

/** The queues of the app, one for each subject; the workers in `functions/` carry the same names. */
export const queueNames = ['configurations', 'webinars', 'registrations'] as const
export type QueueName = (typeof queueNames)[number]

export const works = [
  ...(['reconcile', 'review', 'attendance', 'backfill', 'replay', 'types', 'removal', 'erasure', 'ledger'] as const),
] as const
/** The work that a message asks for. */
export type Work = (typeof works)[number]

export type RowReference = { table: string; id: string }

/** All that a message ever says: this row may need attention, for which work, and how long it has been tried. */
export type Message = RowReference & {
  /** Absent: the row is reconciled. */
  work?: Work | undefined
  /** Dataverse's correlation id, to follow a change through the logs. */
  correlation?: string | undefined
  /** The run, a backfill or a replay, that waits for this row. */
  backfill?: string | undefined
  /** When it was first tried (ISO 8601), how often since, and how often another worker was at the row or person instead. */
  firstAttemptAt?: string | undefined
  attempts?: number | undefined
  conflicts?: number | undefined
  /** It comes back for a turn that was booked for it. */
  booked?: boolean | undefined
}

/** A queue, and the one work that all its messages ask for. */
type Purpose = { queue: QueueName; work?: Work }

/**
 * The queues of the first edition that are no more, and where their messages belong now. The next release drops this,
 * together with the first edition's names in `Entry` and `readReason`.
 */
export const formerQueues: Readonly<Record<string, Purpose>> = {
  contacts: { queue: 'registrations' },
  attendance: { queue: 'webinars', work: 'attendance' },
  audits: { queue: 'webinars', work: 'review' },
  backfills: { queue: 'webinars', work: 'backfill' },
  types: { queue: 'configurations', work: 'types' },
}

/** Every name under which messages lie, or failures are recorded. */
export const purposes: Readonly<Record<string, Purpose>> = {
  configurations: { queue: 'configurations' },
  webinars: { queue: 'webinars' },
  registrations: { queue: 'registrations' },
  ...formerQueues,
}

/** A member that does not fit is as good as absent: the row and the work decide. */
const or = <S extends v.GenericSchema>(schema: S) => v.fallback(v.optional(schema), undefined)
const Guid = or(v.pipe(v.string(), v.uuid()))
/** A time ahead of every clock of the app would keep a message trying for ever. */
const Time = or(
  v.pipe(
    v.string(),
    v.isoTimestamp(),
    v.check((time) => Date.parse(time) <= Date.now() + day),
  ),
)
const Count = or(v.pipe(v.number(), v.safeInteger(), v.minValue(0)))

const Entry = v.pipe(
  v.object({
    table: v.pipe(v.string(), v.regex(/^\w{1,128}$/)),
    id: v.pipe(v.string(), v.uuid(), v.toLowerCase()),
    work: v.optional(v.picklist(works)),
    correlation: Guid,
    backfill: Guid,
    firstAttemptAt: Time,
    attempts: Count,
    conflicts: Count,
    booked: or(v.boolean()),
    // Names of the first edition for the same.
    run: Guid,
    since: Time,
    tries: Count,
  }),
  v.transform(({ run, since, tries, ...message }): Message => {
    const { backfill = run, firstAttemptAt = since, attempts = tries } = message
    return { ...message, backfill, firstAttemptAt, attempts }
  }),
)

/** Reads a message, of the first edition as well; undefined if it names no row or asks for unknown work. */
export function readMessage(entry: unknown): Message | undefined {
  const read = v.safeParse(Entry, entry)
  return read.success ? read.output : undefined
}
