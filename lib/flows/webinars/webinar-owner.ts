import { createCache } from '../../core/cache.ts'
import { ConflictError, CredentialsRefusedError, ifConflict } from '../../core/errors.ts'
import { second } from '../../core/time.ts'
import type {
  ForeignWebinar,
  MadeFor,
  PlannedWebinar,
  WebinarOwner,
  WebinarPlace,
  WebinarRow,
} from '../../model/crm.ts'
import type { ProviderWebinar } from '../../model/webinar.ts'
import type { WebinarRecord } from '../../rules/webinars/webinar-action.ts'
import { readMark } from '../../rules/webinars/webinar-mark.ts'
import { claims, isOwnedBy, meantWebinarId, ownerAmong } from '../../rules/webinars/webinar-owner.ts'
import type { Services } from '../../services.ts'
import type { RememberedOwner } from '../../stores/webinars.ts'

/** Undefined where the provider could not be asked; without a row where there is none. */
type Mark = { madeFor?: MadeFor; row?: string }
type Needed = Pick<Services, 'crm' | 'webinarStore' | 'accountFor' | 'termsAccepted' | 'ownOrganizations'>

/** Every registration asks who owns its webinar; for so many milliseconds the answer "you" is held. */
const ownerHeldFor = 10 * second

/**
 * Finds the row to which a webinar belongs, and remembers it: a webinar belongs to one row, however many name it, of one
 * environment, however many use the account. Only its owner changes it, registers for it and gets its attendance.
 */
export function createWebinarOwners(services: Needed) {
  const { crm, webinarStore, accountFor, termsAccepted, ownOrganizations } = services

  async function decide(place: WebinarPlace, { madeFor, row: marked }: Mark): Promise<RememberedOwner | undefined> {
    const rows = await crm.webinarsNaming(place)
    const [first] = rows
    if (!first) return undefined
    if (madeFor === 'another') return { ...first, madeFor }
    const namesake = rows.find(({ id }) => id === marked)
    // A copy of the environment has such a row as well. The connector that made the webinar has a record of it.
    if (madeFor === 'unknown' && namesake && (await webinarStore.record(namesake.id))?.webinarId !== place.webinarId) {
      return { ...namesake, madeFor }
    }
    const owner = rows.length < 2 ? first : await ownerOfMany(rows, marked, place)
    return owner && { ...owner, madeFor: madeFor && 'own' }
  }

  /** The mark at the provider; nothing where the account may not be asked now: nothing can be done there either. */
  async function askForMark({ configuration, webinarId }: WebinarPlace): Promise<Mark> {
    try {
      const account = await accountFor(configuration)
      if (!account || !(await termsAccepted())) return {}
      const there = await account.webinar(webinarId)
      return readMark(there?.externalId, await ownOrganizations()) ?? { madeFor: 'own' }
    } catch (error) {
      if (!(error instanceof CredentialsRefusedError)) throw error
      // A token that may not read webinars never will, and may still register.
      return error.status === 'forbidden' ? { madeFor: 'own' } : {}
    }
  }

  async function ownerOfMany(rows: readonly PlannedWebinar[], marked: string | undefined, place: WebinarPlace) {
    const claimants: PlannedWebinar[] = []
    const own = new Set<string>()
    for (const row of rows) {
      const record = await webinarStore.record(row.id)
      if (!claims(row, record, place)) continue
      claimants.push(row)
      if (record?.createdByConnector) own.add(row.id)
    }
    const isKnown = claimants.some(({ id }) => id === marked)
    return ownerAmong(claimants, isKnown ? new Set([marked ?? '']) : own)
  }

  async function stillClaims(owner: WebinarOwner, place: WebinarPlace) {
    const row = await crm.plannedWebinar(owner)
    return row !== undefined && claims(row, await webinarStore.record(owner.id), place)
  }

  async function ownerOf(
    place: WebinarPlace,
    asking: string,
    isAnew = false,
  ): Promise<WebinarOwner | ForeignWebinar | undefined> {
    for (;;) {
      const known = await webinarStore.owner(place)
      const isForeign = known !== undefined && 'madeFor' in shown(known)
      const stands = known && (isForeign || known.id === asking || (await stillClaims(known, place)))
      if (stands && known.madeFor && !(isForeign && isAnew)) return shown(known)
      const mark = await askForMark(place)
      if (stands && !mark.madeFor) return shown(known)
      const owner = await decide(place, mark)
      if (!owner) return undefined
      // Another worker that found it out meanwhile may have seen newer rows.
      const isNoted = await webinarStore
        .setOwner(place, owner, known?.etag ?? 'new')
        .then(done)
        .catch(ifConflict)
      if (isNoted) return shown(owner)
    }
  }

  const own = createCache<WebinarOwner>(ownerHeldFor, async (key) => {
    const [place, asking]: [WebinarPlace, string] = JSON.parse(key)
    const owner = await ownerOf(place, asking)
    return owner && 'id' in owner && owner.id === asking ? owner : undefined
  })

  return {
    ownerOf,
    async recentOwnerOf(place: WebinarPlace, asking: string) {
      return (await own.get(ownKey(place, asking))) ?? ownerOf(place, asking)
    },
    async noteIfForeign(row: PlannedWebinar, { webinarId, externalId }: ProviderWebinar) {
      if (readMark(externalId, await ownOrganizations())?.madeFor !== 'another') return undefined
      const place = { configuration: row.configuration ?? '', webinarId }
      await webinarStore.setOwner(place, { ...row, madeFor: 'another' })
      own.evict(ownKey(place, row.id))
      return { madeFor: 'another' as const }
    },
  }
}

function ownKey({ configuration, webinarId }: WebinarPlace, asking: string) {
  return JSON.stringify([{ configuration, webinarId }, asking])
}

/** The owner as others are told of it. */
function shown({ madeFor, ...owner }: RememberedOwner): WebinarOwner | ForeignWebinar {
  return madeFor === 'another' || madeFor === 'unknown' ? { madeFor } : owner
}

const done = () => true

/** Whether the webinar that a row names belongs to another row, or to another environment. */
export async function isAnothers({ id, configuration, webinarId }: WebinarRow, { ownerOf }: Pick<Services, 'ownerOf'>) {
  if (!configuration || !webinarId) return false
  return !isOwnedBy(id, await ownerOf({ configuration, webinarId }, id))
}

/** The other row, or environment, to which the webinar belongs that a row means, if so; another environment is asked anew. */
export async function otherOwner(
  row: PlannedWebinar,
  record: WebinarRecord | undefined,
  { crm, ownerOf }: Pick<Services, 'crm' | 'ownerOf'>,
): Promise<PlannedWebinar | ForeignWebinar | undefined> {
  const webinarId = meantWebinarId(row, record)
  if (!row.configuration || !webinarId) return undefined
  const owner = await ownerOf({ configuration: row.configuration, webinarId }, row.id, true)
  if (!owner || isOwnedBy(row.id, owner)) return undefined
  if (!('id' in owner)) return owner
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
