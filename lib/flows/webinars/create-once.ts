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
 * without a claim; a worker that died between beforeCreate and noting leaves a webinar that carries the row's id as its mark,
 * and whoever comes next finds it there.
 */
export async function createWebinarOnce(
  webinar: PlannedWebinar,
  plan: WebinarPlan,
  account: WebinarAccount,
  before: Stored<WebinarRecord> | undefined,
  services: Services,
): Promise<WebinarLinks> {
  const { webinarStore } = services
  const { id, configuration = '' } = webinar
  let links: WebinarLinks | undefined
  await webinarStore.apply(id, configuration, before, async (beforeCreate) => {
    const known = before?.configuration === configuration ? before : undefined
    const earlier = await madeEarlier(webinar, known, account, services)
    if (earlier && !earlier.active) {
      throw new RefusedError({ code: 'webinar_inactive', provider: account.title })
    }
    const same = earlier && known?.webinarId === earlier.webinarId ? known : undefined
    links = earlier
    // An earlier worker may have asked for an older plan. No hash is recorded, so the webinar is changed next.
    let told = same?.appliedHash ?? ''
    if (!links) {
      await beforeCreate()
      links = await account.create(plan, id)
      told = planHash(plan)
    }
    await webinarStore.setOwner({ configuration, webinarId: links.webinarId }, webinar)
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
  { id, createdOn, configuration = '' }: PlannedWebinar,
  known: WebinarRecord | undefined,
  account: WebinarAccount,
  { ownerOf }: Services,
) {
  const isFree = async (found: WebinarLinks) =>
    ((await ownerOf({ configuration, webinarId: found.webinarId }, id))?.id ?? id) === id
  const deleted = known?.state === 'deleted' ? known.webinarId : undefined
  // A webinar that was taken over by its id is left when the id is cleared.
  const own = known?.createdByConnector && !deleted ? known.webinarId : ''
  const remembered = own ? await account.webinar(own) : undefined
  if (remembered && (await isFree(remembered))) return remembered
  // Turns at making are few; who has to wait for one spares the lists, which others need.
  await account.acquireCreateQuota()
  const marked = await account.findByExternalId(id, createdOn)
  if (!marked || marked.webinarId === deleted) return undefined
  return (await isFree(marked)) ? marked : undefined
}
