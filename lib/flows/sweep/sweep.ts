import pLimit from 'p-limit'
import { AppError, missingIfUnreadable } from '../../core/errors.ts'
import { day, minute } from '../../core/time.ts'
import type { ChangedRow, WatchedTable } from '../../dataverse/changes.ts'
import type { Services } from '../../services.ts'
import type { FailureFacts } from '../../stores/failures.ts'
import { checkConfiguration } from '../configurations/check.ts'
import { enqueueErasures } from '../configurations/erase.ts'
import { enqueuePending } from '../configurations/pending.ts'
import { enqueueOutdatedTypes } from '../configurations/webinar-types.ts'
import { eraseOutdated } from '../operations/erase-outdated.ts'
import { queueOf } from './enqueue-change.ts'
import { moveFormerMessages, recordLeftovers } from './leftovers.ts'
import { enqueueReviews } from './queue-reviews.ts'

/** Limits of one sweep, so that it ends well before the next begins; the cursors go on from there. */
const bounds = { changes: 20_000, pending: 500 }
/** A sweep has minutes; a change of ten thousand rows must not take them all to look up. */
const readersAtOnce = 16
/** A registration that is still untouched after this has lost its webhook. */
const pendingTooLong = 15 * minute

/**
 * Looks for what webhooks did not tell: rows that changed, rows that wait too long, webinars whose lists may differ,
 * accounts that may be well again. All of it is queued as ordinary messages. Records what the host gave up on.
 * Undefined if another sweep is running.
 * @returns what was done of each, and the first error of a part that failed: all others are done all the same
 */
export function sweep(services: Services) {
  return services.cursors.alone('reconcile', 10 * minute, async () => {
    const errors: unknown[] = []
    const failures: FailureFacts[] = []
    const attempt = <T>(part: () => Promise<T>, otherwise: T) =>
      part().catch((error: unknown) => {
        errors.push(error)
        return otherwise
      })
    let changed = 0
    for (const table of services.watchedTables) changed += await attempt(() => queueChanges(table, services), 0)
    const counts = {
      changed,
      pending: await attempt(() => queuePending(services), 0),
      reviews: await attempt(() => enqueueReviews(services), 0),
      proving: await attempt(() => enqueuePending(services), 0),
      recovered: await attempt(() => checkUnwellAccounts(services), 0),
      removed: await attempt(() => enqueueErasures(services), 0),
      outdated: await attempt(() => eraseOutdated(services), 0),
      types: await attempt(() => enqueueOutdatedTypes(services), 0),
      moved: await attempt(() => moveFormerMessages(services), 0),
      accounts: await attempt(() => describeAccounts(services), []),
    }
    await attempt(() => recordLeftovers(failures, services), undefined)
    return { ...counts, failures, error: errors[0] }
  })
}

async function queueChanges(
  table: WatchedTable,
  { crm, cursors, registrationStore, queues, subjectOf, now }: Services,
): Promise<number> {
  const subject = subjectOf(table)
  if (!subject) return 0
  const { rows, cursor } = await crm.changesSince(table, await cursors.cursor(table), now(), bounds.changes)
  const limit = pLimit(readersAtOnce)
  const isNews = async ({ id, version }: ChangedRow) =>
    subject !== 'registrations' ||
    version === undefined ||
    (await registrationStore.record(id).catch(missingIfUnreadable))?.lastSeenEtag !== version
  const news = await limit.map(rows, isNews)
  const queued = rows.filter((_, at) => news[at])
  await queues.send(
    queueOf(subject),
    queued.map(({ id }) => ({ table, id })),
  )
  // Only now: a sweep that dies is taken up where it began.
  await cursors.setCursor(table, cursor)
  return queued.length
}

async function queuePending({ crm, queues, now }: Services) {
  const until = new Date(now().getTime() - pendingTooLong)
  const since = new Date(now().getTime() - 30 * day)
  let queued = 0
  for await (const row of crm.pendingRegistrations(since, until)) {
    if (queued === bounds.pending) break
    await queues.send('registrations', [row])
    queued += 1
  }
  return queued
}

/** How each account stands, for those who watch over the connector. */
async function describeAccounts({ credentialStore, now }: Services) {
  const all = await credentialStore.configurations()
  return all.map(({ id, health, lastUsed }) => {
    const idleDays = Math.floor((now().getTime() - lastUsed.getTime()) / day)
    return { configuration: id, health: health.status, idleDays }
  })
}

/** Work of an account whose credentials were refused goes on by itself once they are taken again. */
async function checkUnwellAccounts(services: Services) {
  let recovered = 0
  for (const { id, health } of await services.credentialStore.configurations()) {
    // A forbidden account may pass the check and still lack what its work needs; only that work shows it is well.
    if (health.status === 'healthy' || health.status === 'forbidden') continue
    try {
      const { health: now } = await checkConfiguration(id, services)
      if (now.status === 'healthy') recovered += 1
    } catch (error) {
      if (!(error instanceof AppError)) throw error
    }
  }
  return recovered
}
