import { RefusedError } from '../../core/errors.ts'
import type { Stored } from '../../core/table.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { WebinarLinks, WebinarPlan } from '../../model/webinar.ts'
import type { WebinarRecord } from '../../rules/webinars/webinar-action.ts'
import { planHash } from '../../rules/webinars/webinar-plan.ts'
import type { Services } from '../../services.ts'

/**
 * Makes the webinar of a row exactly once, though a provider makes another one every time it is asked. Nobody asks
 * without a claim; a worker that died between asking and noting leaves a webinar that carries the row's id as its mark,
 * and whoever comes next finds it there.
 */
export async function createWebinarOnce(
  webinar: PlannedWebinar,
  plan: WebinarPlan,
  account: WebinarAccount,
  before: Stored<WebinarRecord> | undefined,
  { webinarStore }: Services,
): Promise<WebinarLinks> {
  const { id, configuration = '' } = webinar
  let links: WebinarLinks | undefined
  await webinarStore.tell(id, configuration, before, async (asking) => {
    const known = before?.configuration === configuration ? before : undefined
    const earlier = await madeEarlier(webinar, known, account)
    if (earlier && !earlier.active) {
      throw new RefusedError({ code: 'webinar_inactive', provider: account.title })
    }
    const same = earlier && known?.webinarId === earlier.webinarId ? known : undefined
    links = earlier
    // An earlier worker may have asked for an older plan. No hash is recorded, so the webinar is changed next.
    let told = same?.appliedHash ?? ''
    if (!links) {
      await asking()
      links = await account.create(plan, id)
      told = planHash(plan)
    }
    const own = same?.createdByConnector ?? true
    return {
      configuration,
      webinarId: links.webinarId,
      appliedHash: told,
      state: 'held',
      createdByConnector: own,
      replacedWebinarId: webinar.webinarId ?? '',
    }
  })
  if (!links) throw new Error('A webinar was made without links.')
  return links
}

async function madeEarlier(
  { id, createdOn }: PlannedWebinar,
  known: WebinarRecord | undefined,
  account: WebinarAccount,
) {
  const deleted = known?.state === 'deleted' ? known.webinarId : undefined
  const remembered = known?.webinarId && !deleted ? await account.webinar(known.webinarId) : undefined
  if (remembered) return remembered
  // Turns at making are few; who has to wait for one spares the lists, which others need.
  await account.acquireCreateQuota()
  const marked = await account.findByExternalId(id, createdOn)
  return marked?.webinarId === deleted ? undefined : marked
}
