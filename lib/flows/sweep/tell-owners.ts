import { day } from '../../core/time.ts'
import { sentence } from '../../messages/sentence.ts'
import { mostFrequent } from '../../rules/registrations/most-frequent.ts'
import type { Services } from '../../services.ts'
import type { Refusals } from '../../stores/refusals.ts'

/** An owner is told once in so long of an event, and an environment that takes no notifications is asked again after it. */
const pause = day
/** The body of a notification takes more; nobody reads more. */
const room = 1000

/**
 * Tells the owners of events that registrations were refused, in the app; how many that were. What was mended meanwhile is
 * told to nobody.
 */
export async function tellOwners({ refusalStore, ...services }: Services): Promise<number> {
  const now = services.now()
  let told = 0
  for (const refusals of await refusalStore.untold(new Date(now.getTime() - pause))) {
    const { since, toldAt } = refusals
    const claimed = await refusalStore.keep({ ...refusals, since: undefined, toldAt: now })
    if (!claimed) continue
    const end = await tell(refusals, services)
    if (end === 'sent') told += 1
    if (end === 'mended') await refusalStore.keep({ ...claimed, toldAt })
    if (end === 'not allowed') await refusalStore.keep({ ...claimed, since })
  }
  return told
}

async function tell(
  { row: eventId, kind, table, webinarRow: id }: Refusals,
  { crm, language }: Pick<Services, 'crm' | 'language'>,
) {
  const webinar = await crm.plannedWebinar({ table, id })
  const reasons = webinar ? await Array.fromAsync(crm.refusalsOf(kind, id)) : []
  if (!webinar || reasons.length === 0) return 'mended'
  const speaks = await language()
  const facts = { title: webinar.title, count: reasons.length, reason: mostFrequent(reasons.filter(isImpersonal)) }
  const notification = {
    title: sentence({ code: 'refusals_title' }, speaks),
    body: sentence({ code: 'refusals_body', ...facts }, speaks, room),
    link: sentence({ code: 'refusals_link', kind }, speaks),
  }
  return crm.notify(await crm.webinarOwner('event', eventId), notification, { kind, table, id })
}

/** A provider may repeat what it refuses. */
function isImpersonal(reason: string) {
  return !reason.includes('@')
}
