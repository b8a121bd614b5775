import { Refused } from '../../core/errors.ts'
import type { Kept } from '../../core/table.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { WebinarLinks, WebinarPlan } from '../../model/webinar.ts'
import type { Made } from '../../rules/webinars/webinar-action.ts'
import { planFingerprint } from '../../rules/webinars/webinar-plan.ts'
import { inactiveReason } from '../../rules/webinars/webinar-status.ts'
import type { MadeWebinars } from '../../stores/webinars.ts'

export type Neighbours = { made: MadeWebinars }

/**
 * Makes the webinar of a row exactly once, though a provider makes another one every time it is asked. Nobody asks
 * without a claim; a worker that died between asking and noting leaves a webinar that carries the row's id as its mark,
 * and whoever comes next finds it there.
 */
export async function makeWebinar(
  webinar: PlannedWebinar,
  plan: WebinarPlan,
  account: WebinarAccount,
  before: Kept<Made> | undefined,
  { made }: Neighbours,
): Promise<WebinarLinks> {
  const { id, configuration = '' } = webinar
  let links: WebinarLinks | undefined
  await made.tell(id, configuration, before, async (asking) => {
    const known = before?.configuration === configuration ? before : undefined
    const earlier = await madeEarlier(webinar, known, account)
    if (earlier && !earlier.active) throw new Refused(inactiveReason(earlier.webinarId, account.title))
    const same = earlier && known?.webinarId === earlier.webinarId ? known : undefined
    links = earlier
    // What an earlier worker asked for may be older than this plan: told nothing, so it is changed next.
    let told = same?.told ?? ''
    if (!links) {
      await asking()
      links = await account.create(plan, id)
      told = planFingerprint(plan)
    }
    const own = same?.own ?? true
    return { configuration, webinarId: links.webinarId, told, state: 'held', own, replaces: webinar.webinarId ?? '' }
  })
  if (!links) throw new Error('A webinar was made without links.')
  return links
}

async function madeEarlier({ id, createdOn }: PlannedWebinar, known: Made | undefined, account: WebinarAccount) {
  const deleted = known?.state === 'deleted' ? known.webinarId : undefined
  const remembered = known?.webinarId && !deleted ? await account.webinar(known.webinarId) : undefined
  if (remembered) return remembered
  // Turns at making are few; who has to wait for one spares the lists, which others need.
  await account.turnToCreate()
  const marked = await account.findMarked(id, createdOn)
  return marked?.webinarId === deleted ? undefined : marked
}
