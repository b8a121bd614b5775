import { DeadlineError, withDeadline } from '../../core/deadline.ts'
import { UnavailableError } from '../../core/errors.ts'
import { day, minute, second } from '../../core/time.ts'
import type { WatchedTable } from '../../dataverse/changes.ts'
import type { Services } from '../../services.ts'
import type { FailureFacts } from '../../stores/failures.ts'
import { checkConfiguration } from '../configurations/check.ts'
import { eachAccount } from '../configurations/each-account.ts'
import { enqueueErasures } from '../configurations/erase.ts'
import { healthOf } from '../configurations/health.ts'
import { enqueuePending } from '../configurations/pending.ts'
import { resealOutdated } from '../configurations/reseal.ts'
import { enqueueOutdatedTypes } from '../configurations/webinar-types.ts'
import { enqueueCountings } from '../ledger/queue-countings.ts'
import { watchMapping } from '../mapping/watch-mapping.ts'
import { eraseOutdated } from '../operations/erase-outdated.ts'
import { recordSettings } from '../operations/record-settings.ts'
import { deletePastAttendees } from './delete-past-attendees.ts'
import { moveFormerMessages, recordLeftovers } from './leftovers.ts'
import { queueChangedContacts } from './queue-changed-contacts.ts'
import { queueChanges } from './queue-changes.ts'
import { queueDeletedContacts } from './queue-deleted-contacts.ts'
import { queuePending } from './queue-pending.ts'
import { enqueueRequests } from './queue-requests.ts'
import { enqueueReviews } from './queue-reviews.ts'
import { tellOwners } from './tell-owners.ts'

/** A sweep ends well before the next begins, whatever hangs: what it did not get to is left to the next. */
const sweepTime = 100 * second
/** A sweep whose host died is taken over after this. */
const leaseTime = 3 * minute
/** An account that hangs costs itself; the check has time for its own calls to end. */
const accountTime = 40 * second

/**
 * Looks for what webhooks did not tell: rows that changed, rows that wait too long, webinars whose lists may differ,
 * accounts that may be well again. All of it is queued as ordinary messages. Records what the host gave up on.
 * Undefined if another sweep is running.
 * @returns what was done of each, and the first error of a part that failed or took too long: all others are done all
 * the same, side by side
 */
export function sweep(services: Services) {
  return services.cursors.alone('reconcile', leaseTime, async () => {
    const errors: unknown[] = []
    const failures: FailureFacts[] = []
    const attempt = <T>(name: string, part: (signal: AbortSignal) => Promise<T>, otherwise: T) =>
      withDeadline(sweepTime, part).catch((error: unknown) => {
        errors.push(error instanceof DeadlineError ? cutOff(name, error) : error)
        return otherwise
      })
    const changes = (table: WatchedTable) =>
      attempt(`changes of ${table}`, (signal) => queueChanges(table, signal, services), 0)
    const { changed, leftovers, ...counts } = await allOf({
      changed: Promise.all(services.watchedTables.map(changes)),
      contacts: attempt('changed contacts', (signal) => queueChangedContacts(signal, services), 0),
      pending: attempt('pending registrations', (signal) => queuePending(signal, services), 0),
      reviews: attempt('reviews', (signal) => enqueueReviews(signal, services), 0),
      countings: attempt('ledger', () => enqueueCountings(services), 0),
      requests: attempt('requests', () => enqueueRequests(services), 0),
      proving: attempt('pending credentials', () => enqueuePending(services), 0),
      recovered: attempt('unwell accounts', (signal) => checkUnwellAccounts(signal, services), 0),
      removed: attempt('removals', () => enqueueErasures(services), 0),
      resealed: attempt('envelopes', () => resealOutdated(services), 0),
      outdated: attempt('outdated records', () => eraseOutdated(services), 0),
      purged: attempt('attendees', (signal) => deletePastAttendees(signal, services), 0),
      mapping: attempt('mapping of fields', () => watchMapping(services), 0),
      deleted: attempt('deleted contacts', () => queueDeletedContacts(services), 0),
      types: attempt('types', () => enqueueOutdatedTypes(services), 0),
      moved: attempt('messages of the first edition', () => moveFormerMessages(services), 0),
      vault: attempt('vault', () => services.vaultState(), undefined),
      accounts: attempt('accounts', () => describeAccounts(services), []),
      told: attempt('notifications', () => tellOwners(services), 0),
      settings: attempt('settings', () => recordSettings(services), 0),
      leftovers: attempt('leftovers', () => recordLeftovers(failures, services), undefined),
    })
    return { changed: changed.reduce((sum, count) => sum + count, 0), ...counts, failures, error: errors[0] }
  })
}

/** The results of parts that run side by side, by the names of the parts. */
async function allOf<Parts extends Record<string, Promise<unknown>>>(parts: Parts) {
  const results = Object.entries(parts).map(async ([name, part]) => [name, await part])
  return Object.fromEntries(await Promise.all(results)) as { [Name in keyof Parts]: Awaited<Parts[Name]> }
}

/** For the log: a part waits for Dataverse most of all. */
function cutOff(name: string, cause: DeadlineError) {
  return new UnavailableError(
    { code: 'unreachable', system: 'Dataverse' },
    { message: `The sweep was cut off at its ${name}`, cause },
  )
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
async function checkUnwellAccounts(signal: AbortSignal, services: Services) {
  // A forbidden account may pass the check and still lack what its work needs; only that work shows it is well.
  const unwell = (await services.credentialStore.configurations())
    .filter(({ health }) => health.status !== 'healthy' && health.status !== 'forbidden')
    .sort((one, other) => one.health.checkedAt.getTime() - other.health.checkedAt.getTime())
  let recovered = 0
  await eachAccount(
    unwell,
    accountTime,
    services.providers,
    async ({ id }) => {
      if (signal.aborted) return
      const { health: now } = await checkConfiguration(id, services)
      if (now.status === 'healthy') recovered += 1
    },
    ({ id }, error, isLate) => (isLate ? services.reportHealth(id, healthOf(error, services.now())) : undefined),
  )
  return recovered
}
