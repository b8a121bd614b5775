import { createCache } from '../../core/cache.ts'
import { ConflictError } from '../../core/errors.ts'
import { second } from '../../core/time.ts'
import type { PlannedWebinar, WebinarOwner, WebinarPlace, WebinarRow } from '../../model/crm.ts'
import type { WebinarRecord } from '../../rules/webinars/webinar-action.ts'
import { claims, meantWebinarId, ownerAmong } from '../../rules/webinars/webinar-owner.ts'
import type { Services } from '../../services.ts'

type Needed = Pick<Services, 'crm' | 'webinarStore' | 'accountFor'>

/** Every registration asks who owns its webinar; for so many milliseconds the answer "you" is held. */
const ownerHeldFor = 10 * second

/**
 * Finds the row to which a webinar belongs, and remembers it: a webinar belongs to one row, however many name it. Only
 * its owner changes it, registers for it and gets its attendance.
 */
export function createWebinarOwners({ crm, webinarStore, accountFor }: Needed) {
  async function decide(place: WebinarPlace): Promise<WebinarOwner | undefined> {
    const rows = await crm.webinarsNaming(place)
    if (rows.length < 2) return rows[0]
    const claimants: PlannedWebinar[] = []
    const own = new Set<string>()
    for (const row of rows) {
      const record = await webinarStore.record(row.id)
      if (!claims(row, record, place)) continue
      claimants.push(row)
      if (record?.createdByConnector) own.add(row.id)
    }
    const account = await accountFor(place.configuration)
    const externalId = (await account?.webinar(place.webinarId))?.externalId
    const isKnown = claimants.some(({ id }) => id === externalId)
    return ownerAmong(claimants, isKnown ? new Set([externalId ?? '']) : own)
  }

  async function stillClaims(owner: WebinarOwner, place: WebinarPlace) {
    const row = await crm.plannedWebinar(owner)
    return row !== undefined && claims(row, await webinarStore.record(owner.id), place)
  }

  async function ownerOf(place: WebinarPlace, asking: string): Promise<WebinarOwner | undefined> {
    for (;;) {
      const known = await webinarStore.owner(place)
      if (known && (known.id === asking || (await stillClaims(known, place)))) return known
      const owner = await decide(place)
      // Another worker that found it out meanwhile may have seen newer rows.
      if (!owner || (await webinarStore.setOwner(place, owner, known?.etag ?? 'new').then(done, ifConflict)))
        return owner
    }
  }

  const own = createCache<WebinarOwner>(ownerHeldFor, async (key) => {
    const [place, asking]: [WebinarPlace, string] = JSON.parse(key)
    const owner = await ownerOf(place, asking)
    return owner?.id === asking ? owner : undefined
  })

  return {
    ownerOf,
    async recentOwnerOf({ configuration, webinarId }: WebinarPlace, asking: string): Promise<WebinarOwner | undefined> {
      const place = { configuration, webinarId }
      return (await own.get(JSON.stringify([place, asking]))) ?? ownerOf(place, asking)
    },
  }
}

const done = () => true

function ifConflict(error: unknown): false {
  if (error instanceof ConflictError) return false
  throw error
}

/** Whether the webinar that a row names belongs to another row. */
export async function isAnothers({ id, configuration, webinarId }: WebinarRow, { ownerOf }: Pick<Services, 'ownerOf'>) {
  if (!configuration || !webinarId) return false
  const owner = await ownerOf({ configuration, webinarId }, id)
  return owner !== undefined && owner.id !== id
}

/** The other row to which the webinar belongs that a row means, if so. */
export async function otherOwner(
  row: PlannedWebinar,
  record: WebinarRecord | undefined,
  { crm, ownerOf }: Pick<Services, 'crm' | 'ownerOf'>,
): Promise<PlannedWebinar | undefined> {
  const webinarId = meantWebinarId(row, record)
  if (!row.configuration || !webinarId) return undefined
  const owner = await ownerOf({ configuration: row.configuration, webinarId }, row.id)
  if (!owner || owner.id === row.id) return undefined
  const other = await crm.plannedWebinar(owner)
  if (!other) throw new ConflictError('The owner of the webinar was deleted in between.')
  return other
}

/** Another row that names the webinar which a row has left may have it now. */
export async function enqueueOtherClaimants(left: WebinarPlace, { crm, queues }: Pick<Services, 'crm' | 'queues'>) {
  const rows = await crm.webinarsNaming(left)
  await queues.send(
    'webinars',
    rows.map(({ table, id }) => ({ table, id })),
  )
}
