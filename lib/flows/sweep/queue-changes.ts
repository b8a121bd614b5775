import pLimit from 'p-limit'
import { missingIfUnreadable } from '../../core/errors.ts'
import type { ChangedRow, WatchedTable } from '../../dataverse/changes.ts'
import type { Subject } from '../../dataverse/table-definition.ts'
import type { Services } from '../../services.ts'
import { queueOf } from './enqueue-change.ts'
import { waitsForImport } from './import.ts'
import { reviewAllAnew } from './queue-reviews.ts'

/** Rows of a table that one sweep takes, about; the cursor goes on from there. */
const most = 20_000
/** A change of ten thousand rows must not take minutes to look up. */
const readersAtOnce = 16

/**
 * Enqueues the rows of a table that changed since the last look, page by page, but for those that the app itself wrote
 * last; how many that were.
 */
export async function queueChanges(table: WatchedTable, signal: AbortSignal, services: Services): Promise<number> {
  const { crm, cursors, queues, subjectOf, now } = services
  const subject = subjectOf(table)
  if (!subject) return 0
  // Registrations have messages of their webhooks. The version of those that are worked on meanwhile is known then.
  const isLeft = async () => waitsForImport(crm.toldUntil(await cursors.cursor(table)), services)
  if (subject === 'registrations' && (await isLeft())) return 0
  let [taken, queued] = [0, 0]
  for (let isEnd = false; !isEnd && taken < most && !signal.aborted; ) {
    const { rows, cursor, ended, anew } = await crm.changesSince(table, await cursors.cursor(table), now(), most)
    const news = await newsAmong(rows, subject, services)
    await queues.send(
      queueOf(subject),
      news.map(({ id }) => ({ table, id })),
    )
    // Rows that were deleted meanwhile are told by nobody: they are found where all else is compared.
    if (anew) await reviewAllAnew(services)
    // Only now: a sweep that dies is taken up where it began.
    await cursors.setCursor(table, cursor)
    isEnd = ended
    taken += rows.length
    queued += news.length
  }
  return queued
}

/** Rows at another version than that which the app reconciled or wrote last. */
async function newsAmong(rows: readonly ChangedRow[], subject: Subject, services: Services): Promise<ChangedRow[]> {
  const isNews = async ({ id, version, listed }: ChangedRow) => {
    if (version === undefined) return true
    const seen = await seenVersion(id, subject, services)
    // A row that the app has never seen is for a backfill.
    return seen === undefined ? !listed : seen !== version
  }
  const news = await pLimit(readersAtOnce).map(rows, isNews)
  return rows.filter((_, at) => news[at])
}

/** The version at which the app last dealt with a row, or wrote it itself. */
async function seenVersion(id: string, subject: Subject, { statusStore }: Services) {
  const of = statusOf[subject]
  return of ? (await statusStore.written(of, id).catch(missingIfUnreadable))?.version : ''
}

const statusOf: Partial<Record<Subject, 'registration' | 'webinar' | 'configuration'>> = {
  registrations: 'registration',
  webinars: 'webinar',
  configurations: 'configuration',
}
