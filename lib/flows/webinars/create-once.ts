import { RefusedError } from '../../core/errors.ts'
import type { Stored } from '../../core/table.ts'
import type { Organizations, PlannedWebinar } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { WebinarLinks, WebinarPlan } from '../../model/webinar.ts'
import { isTestEvent } from '../../rules/webinars/new-webinar.ts'
import type { WebinarRecord } from '../../rules/webinars/webinar-action.ts'
import { markOf, readMark } from '../../rules/webinars/webinar-mark.ts'
import { isOwnedBy } from '../../rules/webinars/webinar-owner.ts'
import { planHash } from '../../rules/webinars/webinar-plan.ts'
import type { Services } from '../../services.ts'

/**
 * Makes the webinar of a row exactly once, though a provider makes another one every time it is asked. Nobody asks
 * without a claim; a worker that died between beforeCreate and noting leaves a webinar that carries its row's mark,
 * and whoever comes next finds it there.
 */
export async function createWebinarOnce(
  webinar: PlannedWebinar,
  plan: WebinarPlan,
  account: WebinarAccount,
  before: Stored<WebinarRecord> | undefined,
  services: Services,
): Promise<WebinarLinks> {
  const { webinarStore, ownOrganizations } = services
  const { id, configuration = '' } = webinar
  let links: WebinarLinks | undefined
  const more = { place: await placeOf(webinar, services), isTest: isTestEvent(webinar) }
  await webinarStore.apply(id, configuration, before, async (beforeCreate) => {
    const known = before?.configuration === configuration ? before : undefined
    const organizations = await ownOrganizations()
    const earlier = await madeEarlier(webinar, before, organizations, account, services)
    if (earlier && !earlier.active) {
      throw new RefusedError({ code: 'webinar_inactive', provider: account.title })
    }
    const same = earlier && known?.webinarId === earlier.webinarId ? known : undefined
    links = earlier
    // An earlier worker may have asked for an older plan. No hash is recorded, so the webinar is changed next.
    let told = same?.appliedHash ?? ''
    if (!links) {
      await beforeCreate()
      links = await account.create(plan, markOf(id, organizations[0], true), more)
      told = planHash(plan)
    }
    await webinarStore.setOwner({ configuration, webinarId: links.webinarId }, { ...webinar, madeFor: 'own' })
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

/** A place that cannot be read does not keep a webinar from being made. */
async function placeOf(webinar: PlannedWebinar, { crm }: Services) {
  return webinar.hybrid ? ((await crm.venueOf(webinar)) ?? { venue: '', address: '' }) : undefined
}

async function madeEarlier(
  { id, createdOn, configuration = '' }: PlannedWebinar,
  before: WebinarRecord | undefined,
  organizations: Organizations,
  account: WebinarAccount,
  { ownerOf }: Services,
) {
  const isFree = async (found: WebinarLinks) =>
    isOwnedBy(id, await ownerOf({ configuration, webinarId: found.webinarId }, id))
  const known = before?.configuration === configuration ? before : undefined
  const deleted = known?.state === 'deleted' ? known.webinarId : undefined
  // A webinar that was taken over by its id is left when the id is cleared.
  const own = known?.createdByConnector && !deleted ? known.webinarId : ''
  const remembered = own ? await account.webinar(own) : undefined
  const isForeign = readMark(remembered?.externalId, organizations)?.madeFor === 'another'
  if (remembered && !isForeign && (await isFree(remembered))) return remembered
  // Turns at making are few; who has to wait for one spares the lists, which others need.
  await account.acquireCreateQuota()
  const marks = organizations.map((organization) => markOf(id, organization, true))
  // The first edition may have asked for a webinar, and died. A copy of the environment has no record of that.
  if (before?.isUnmarked) marks.push(id)
  const marked = await account.findByExternalId(marks, createdOn)
  if (!marked || marked.webinarId === deleted) return undefined
  return (await isFree(marked)) ? marked : undefined
}
