import { day } from '../../core/time.ts'
import type { FoundWebinar, ListedFacts } from '../../model/found-webinar.ts'
import { toFoundWebinar } from '../../rules/webinars/found-webinar.ts'
import { readMark } from '../../rules/webinars/webinar-mark.ts'
import type { Services } from '../../services.ts'

/** A webinar in the list of its account. */
type Listed = { webinarId: string; facts?: ListedFacts | undefined }

/** Webinars are shown from so long after their end on: their attendance may still be wanted. */
const shownAfterEnd = 7 * day
/** As far ahead as a list reaches by one query to ON24, which shows half a year. */
const shownAhead = 170 * day

/** The times between which webinars start that are shown. */
export const foundFrom = (now: Date) => new Date(now.getTime() - shownAfterEnd)
export const foundTo = (now: Date) => new Date(now.getTime() + shownAhead)

/**
 * Shows in Dynamics which webinars of an account exist at their provider only: those that no row names, and that no
 * environment made or took over. Rows of webinars that have a row by now, or are gone, go.
 * @param named ids of webinars that rows are known to name; of others Dynamics is asked
 */
export async function showFoundWebinars(
  configuration: string,
  listed: readonly Listed[],
  named: ReadonlySet<string>,
  services: Services,
): Promise<void> {
  const { crm, now } = services
  const until = foundTo(now())
  const { templateTag } = await crm.accountSettings(configuration)
  const free: FoundWebinar[] = []
  for (const { webinarId, facts } of listed) {
    if (!facts || facts.start > until || named.has(webinarId) || isTemplate(facts, templateTag)) continue
    if (await isClaimed(webinarId, facts, services)) continue
    free.push(toFoundWebinar(configuration, webinarId, facts))
  }
  const taken = new Set<string | undefined>()
  for await (const row of crm.webinarsNamingAny(free.map(({ webinarId }) => webinarId))) taken.add(row.webinarId)
  await crm.showFoundWebinars(
    configuration,
    free.filter(({ webinarId }) => !taken.has(webinarId)),
  )
}

/** Others are made from it; nobody attends it itself. */
function isTemplate({ tags }: ListedFacts, templateTag: string | undefined) {
  return tags.some((tag) => tag.trim().toLowerCase() === templateTag?.toLowerCase())
}

/**
 * Whether an environment's mark claims a webinar. That of a row that was deleted here, or has left the webinar for
 * another one, claims nothing any more.
 */
async function isClaimed(
  webinarId: string,
  { externalId }: ListedFacts,
  { crm, ownOrganizations, webinarStore }: Services,
) {
  const mark = readMark(externalId, await ownOrganizations())
  if (!mark) return false
  if (mark.madeFor !== 'own') return true
  const runsAs = (await webinarStore.record(mark.row))?.webinarId
  for (const kind of ['event', 'session'] as const) {
    const row = await crm.webinar({ table: crm.webinarTableOf(kind), id: mark.row })
    if (row) return [row.webinarId, runsAs].some((id) => !id || id === webinarId)
  }
  return false
}
