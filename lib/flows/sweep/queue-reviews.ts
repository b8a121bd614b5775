import { day, minute } from '../../core/time.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import { isDueSoon, reviewNeed } from '../../rules/webinars/review-need.ts'
import type { Services } from '../../services.ts'
import type { Review } from '../../stores/reviews.ts'
import { readDigests } from './digests.ts'

/** Under these names it is kept when webinars were last looked over, and since when all are to be reviewed again. */
const lookedOver = 'reviews at'
const reviewedAnew = 'reviews anew'

/** Reviews that one sweep enqueues at most: each costs Dataverse some eight calls, which other work needs as well. */
const most = 60
/** Reviews of one account among them: all are at work within a minute, in which ON24 allows 30 reads of fields. */
const mostOfAccount = 25
/** The change of a contact may be lost while no sweep runs, and shows in no list. */
const pause = 30 * minute
/** A webinar ahead is reviewed daily, so a record that is so old is of one that is past. */
const past = 7 * day

type Candidate = {
  webinar: WebinarRow & { configuration: string }
  last: Review | undefined
  need: 'now' | 'if changed'
}

/** From now on, reviews from before do not count: something may have been lost that no list tells of. */
export async function reviewAllAnew({ cursors, now }: Services) {
  await cursors.setCursor(reviewedAnew, now().toISOString())
}

/**
 * Enqueues reviews of webinars still ahead that need one, the due ones first; how many that were. Those that it does not
 * get to have waited longest in the next sweep.
 */
export async function enqueueReviews(signal: AbortSignal, services: Services): Promise<number> {
  const { reviewStore, credentialStore, cursors, queues, now } = services
  const last = Date.parse((await cursors.cursor(lookedOver)) ?? '')
  if (now().getTime() - last > pause) await reviewAllAnew(services)
  const accounts = await credentialStore.configurations()
  const reviews = await reviewStore.all()
  const { candidates, named } = await candidatesAmong(accounts, reviews, services)
  candidates.sort(byUrgency(now()))
  const counts = new Map<string, number>()
  let queued = 0
  const enqueue = async ({ webinar, last }: Candidate, asked: string) => {
    const { kind, id, table, configuration } = webinar
    const count = counts.get(configuration) ?? 0
    if (queued === most || count === mostOfAccount || signal.aborted) return
    await reviewStore.noteEnqueued(kind, id, configuration, { at: now(), asked, digest: last?.digest ?? '' })
    await queues.send('webinars', [{ table, id, work: 'review' }])
    counts.set(configuration, count + 1)
    queued += 1
  }
  for (const one of candidates) if (one.need === 'now') await enqueue(one, one.last?.digest ?? '')
  const others = candidates.filter(({ need }) => need === 'if changed')
  const lists = await readDigests(
    others.map(({ webinar }) => webinar),
    named,
    accounts,
    services,
  )
  for (const one of others) {
    const { configuration, webinarId = '' } = one.webinar
    const digest = lists.get(configuration)?.get(webinarId)
    // A webinar that the list leaves out is switched off there, say: it is looked at until somebody puts that right.
    const isNews = lists.has(configuration) && (digest === undefined || digest !== one.last?.digest)
    if (isNews) await enqueue(one, digest ?? '')
  }
  for (const [key, { at }] of reviews) if (now().getTime() - at.getTime() > past) await reviewStore.forget(key)
  await cursors.setCursor(lookedOver, now().toISOString())
  return queued
}

async function candidatesAmong(
  accounts: readonly { id: string }[],
  reviews: ReadonlyMap<string, Review>,
  { crm, cursors, reviewStore, now }: Services,
): Promise<{ candidates: Candidate[]; named: Set<string> }> {
  const served = new Set(accounts.map(({ id }) => id))
  const anew = new Date((await cursors.cursor(reviewedAnew)) ?? 0)
  const later = (time: number) => new Date(now().getTime() + time)
  const candidates: Candidate[] = []
  const named = new Set<string>()
  for await (const webinar of crm.webinarsEnding(later(-day), later(365 * day))) {
    const { kind, id, configuration = '', webinarId } = webinar
    if (webinarId) named.add(webinarId)
    if (!served.has(configuration) || !isWebinar(webinar) || !mayLieAhead(webinar.end, now())) continue
    const last = reviews.get(reviewStore.key(kind, id))
    const need = reviewNeed(webinar, last?.at, anew, now())
    if (need !== 'none') candidates.push({ webinar: { ...webinar, configuration }, last, need })
  }
  return { candidates, named }
}

function byUrgency(now: Date) {
  const rank = ({ webinar, last }: Candidate) => [isDueSoon(webinar, now) ? 0 : 1, last?.at.getTime() ?? 0] as const
  return (one: Candidate, other: Candidate) => {
    const [[soon, at], [otherSoon, otherAt]] = [rank(one), rank(other)]
    return soon - otherSoon || at - otherAt
  }
}
