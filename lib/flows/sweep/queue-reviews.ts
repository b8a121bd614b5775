import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import type { WebinarMemory } from '../../stores/attendance.ts'
import type { Queues } from '../../stores/queues.ts'

export type Neighbours = {
  crm: Pick<Webinars, 'webinarsEnding'>
  webinars: Pick<WebinarMemory, 'audits' | 'setAudit'>
  store: Pick<CredentialStore, 'configurations'>
  queues: Pick<Queues, 'send'>
  now(): Date
}

const hour = 60 * 60 * 1000
const day = 24 * hour

/** What one sweep queues at most. */
const most = 25
/** A webinar is looked at this often when it is due, or few are ahead; with thousands ahead it is daily. */
const every = hour
/** A webinar that ends within this, whatever its zone, goes before those that have time. */
const due = 2 * day

/** Queues webinars still ahead whose last look is long ago, the due ones first; how many that were. */
export async function queueAudits({ crm, webinars, store, queues, now }: Neighbours): Promise<number> {
  const accounts = new Set((await store.configurations()).map(({ id }) => id))
  const auditedAt = await webinars.audits()
  const later = (time: number) => new Date(now().getTime() + time)
  const candidates = []
  for await (const webinar of crm.webinarsEnding(later(-day), later(365 * day))) {
    const ours = accounts.has(webinar.configuration ?? '') && runsAsWebinar(webinar) && mayLieAhead(webinar.end, now())
    const last = auditedAt(webinar.kind, webinar.id)?.getTime() ?? 0
    const hasTime = mayLieAhead(webinar.end, later(due))
    if (ours && now().getTime() - last >= every) candidates.push({ webinar, last, hasTime })
  }
  const next = candidates.sort((a, b) => Number(a.hasTime) - Number(b.hasTime) || a.last - b.last).slice(0, most)
  for (const { webinar } of next) {
    const { kind, id, table, configuration = '' } = webinar
    await webinars.setAudit(kind, id, configuration, now())
    await queues.send('audits', [{ table, id }])
  }
  return next.length
}
