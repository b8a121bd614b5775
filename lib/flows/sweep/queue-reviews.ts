import { day, hour } from '../../core/time.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'

/** Reviews that one sweep enqueues at most. */
const most = 25
/** A webinar is looked at this often when it is due, or few are ahead; with thousands ahead it is daily. */
const every = hour
/** A webinar that ends within this, whatever its zone, goes before those that have time. */
const due = 2 * day

/** Queues webinars still ahead whose last look is long ago, the due ones first; how many that were. */
export async function enqueueReviews({
  crm,
  attendanceStore,
  credentialStore,
  queues,
  now,
}: Services): Promise<number> {
  const accounts = new Set((await credentialStore.configurations()).map(({ id }) => id))
  const auditedAt = await attendanceStore.audits()
  const later = (time: number) => new Date(now().getTime() + time)
  const candidates = []
  for await (const webinar of crm.webinarsEnding(later(-day), later(365 * day))) {
    const ours = accounts.has(webinar.configuration ?? '') && isWebinar(webinar) && mayLieAhead(webinar.end, now())
    const last = auditedAt(webinar.kind, webinar.id)?.getTime() ?? 0
    const hasTime = mayLieAhead(webinar.end, later(due))
    if (ours && now().getTime() - last >= every) candidates.push({ webinar, last, hasTime })
  }
  const next = candidates.sort((a, b) => Number(a.hasTime) - Number(b.hasTime) || a.last - b.last).slice(0, most)
  for (const { webinar } of next) {
    const { kind, id, table, configuration = '' } = webinar
    await attendanceStore.setAudit(kind, id, configuration, now())
    await queues.send('webinars', [{ table, id, work: 'review' }])
  }
  return next.length
}
