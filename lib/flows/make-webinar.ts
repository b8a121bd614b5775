import type { Kept } from '../base/table.ts'
import type { Made } from '../rules/webinar-action.ts'
import { planFingerprint } from '../rules/webinar-plan.ts'
import type { MadeWebinars } from '../state/made-webinars.ts'
import type { PlannedWebinar } from '../webinar/crm.ts'
import type { WebinarAccount } from '../webinar/provider.ts'
import type { WebinarLinks, WebinarPlan } from '../webinar/webinar.ts'

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
  const { id, configuration = '', createdOn } = webinar
  let links: WebinarLinks | undefined
  let told = planFingerprint(plan)
  await made.tell(id, configuration, before, async (asking) => {
    const known = before?.configuration === configuration ? before : undefined
    links = known?.webinarId && known.state !== 'deleted' ? await account.webinar(known.webinarId) : undefined
    if (!links) {
      // Turns at making are few; who has to wait for one spares the lists, which others need.
      await account.turnToCreate()
      links = await account.findMarked(id, createdOn)
    }
    const same = links && known?.webinarId === links.webinarId ? known : undefined
    // What an earlier worker asked for may be older than this plan: told nothing, so it is changed next.
    if (links) told = same?.told ?? ''
    else {
      await asking()
      links = await account.create(plan, id)
    }
    const own = same?.own ?? true
    return { configuration, webinarId: links.webinarId, told, state: 'held', own, replaces: webinar.webinarId ?? '' }
  })
  if (!links) throw new Error('A webinar was made without links.')
  return links
}
