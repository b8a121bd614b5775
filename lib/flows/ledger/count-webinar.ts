import { ifConflict, UnavailableError } from '../../core/errors.ts'
import { hashOf } from '../../core/hash.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import { contributionHash, contributionsOf } from '../../rules/ledger/contribution.ts'
import { webinarLedgerId } from '../../rules/ledger/ledger-ids.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { Counting } from '../../stores/ledger.ts'
import type { RowReference } from '../../stores/queues.ts'
import { readFigures } from './read-figures.ts'
import { reportCounted } from './report-counted.ts'
import { takeTurn } from './take-turn.ts'

/**
 * Counts one webinar anew, of what is true now in Dynamics and in the app's records, and writes its row in the ledger if
 * that says something new. Nothing is ever added to an earlier count.
 * @param sentAt when the message was sent
 */
export async function countWebinar(row: RowReference, sentAt: Date, services: Services) {
  const { crm } = services
  if (!(await crm.hasLedger())) return 'no ledger'
  const { id } = row
  const kind = row.table === crm.webinarTableOf('session') ? 'session' : 'event'
  const turn = await takeTurn(kind, id, sentAt, services)
  if (!turn) return 'counted by others'
  const webinar = await crm.plannedWebinar(row)
  if (!webinar || !isWebinar(webinar) || !webinar.configuration) {
    await leave(kind, id, turn.last, services)
    return 'none'
  }
  const counted = await count({ ...webinar, configuration: webinar.configuration }, turn, services)
  return counted
}

async function count(
  webinar: PlannedWebinar & { configuration: string },
  { last, etag: taken }: { last: Counting; etag: string },
  services: Services,
) {
  const { crm, ledgerStore, countDays, now } = services
  const { kind, id, configuration } = webinar
  const { row, tally, audience, drift, rows, seenWaiting } = await readFigures(webinar, last, services)

  const days = contributionsOf(tally.byDay, audience, drift)
  const hashes = Object.fromEntries([...days].map(([day, one]) => [day, contributionHash(one)]))
  if (last.configuration && last.configuration !== configuration) await withdraw(last, kind, id, services)
  const known = last.configuration === configuration ? last.days : {}
  const changed = new Map([...days].filter(([day]) => known[day] !== hashes[day]))
  const gone = Object.keys(known).filter((day) => !days.has(day))
  const news = new Map([...changed, ...gone.map((day) => [day, undefined] as const)])
  if (news.size > 0) {
    await ledgerStore.contribute(configuration, kind, id, news)
    await countDays(configuration)
  }

  const { waiting, refused } = row
  const completeAt = last.countedAt
  const done = { ...last, configuration, completeAt, rows, waiting, refused, seenWaiting, days: hashes }
  const hash = hashOf(row)
  let [etag, isWritten] = [taken, last.hash === hash]
  if (!isWritten) {
    etag = await ledgerStore.put(kind, id, { ...last, hash: '' }, etag)
    const [result] = (await crm.writeWebinarLedger(row)) ?? []
    if (result?.status === 'rejected' && result.reason instanceof UnavailableError) throw result.reason
    isWritten = result?.status === 'fulfilled'
  }
  const kept = await ledgerStore.put(kind, id, { ...done, hash: isWritten ? hash : '' }, etag).catch(ifConflict)
  if (kept === undefined) {
    // Somebody who began later may have written before: it is counted once more.
    await ledgerStore.invalidate(kind, id)
    await services.markCounted(webinar)
  }
  reportCounted(row, mayLieAhead(webinar.end, now()), now())
  return { rows, due: row.due, isWritten }
}

/** The row is gone, or runs as no webinar: it has no place in the ledger, and its account's days go without it. */
async function leave(kind: PlannedWebinar['kind'], id: string, last: Counting, services: Services) {
  if (last.configuration) {
    await withdraw(last, kind, id, services)
    await services.crm.deleteWebinarLedger([webinarLedgerId(kind, id)])
  }
  await services.ledgerStore.forget(kind, id)
}

async function withdraw(
  { configuration, days }: Counting,
  kind: PlannedWebinar['kind'],
  id: string,
  { ledgerStore, countDays }: Services,
) {
  await ledgerStore.contribute(configuration, kind, id, new Map(Object.keys(days).map((day) => [day, undefined])))
  await countDays(configuration)
}
