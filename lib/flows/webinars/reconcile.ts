import { AppError, Conflict, CredentialsRefused, Refused, Unavailable } from '../../core/errors.ts'
import type { Kept } from '../../core/table.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { PlannedWebinars } from '../../dataverse/planned-webinars.ts'
import type { Registrations } from '../../dataverse/registrations.ts'
import type { Health } from '../../model/configuration.ts'
import type { PlannedWebinar, WebinarNews } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { accountProblem } from '../../rules/webinars/prerequisites.ts'
import { asksForNothing, knownOf, type Made, webinarAction } from '../../rules/webinars/webinar-action.ts'
import { planFingerprint, planOf } from '../../rules/webinars/webinar-plan.ts'
import {
  cancelledReason,
  inactiveReason,
  lateReason,
  readyReason,
  troubleReason,
  webinarStatus,
} from '../../rules/webinars/webinar-status.ts'
import type { Queues, RowReference } from '../../stores/queues.ts'
import { healthOf } from '../configurations/health.ts'
import { queueAllRegistrations } from '../sweep/fan-out.ts'
import { type Neighbours as Making, makeWebinar } from './create-once.ts'
import { type Neighbours as Zones, zoneOfWebinar } from './time-zone.ts'

export type Neighbours = Making &
  Zones & {
    crm: PlannedWebinars & Pick<Registrations, 'registrationsFor'>
    queues: Pick<Queues, 'send'>
    store: Pick<CredentialStore, 'configuration'>
    accountFor(configuration: string): Promise<WebinarAccount | undefined>
    termsAccepted(): Promise<boolean>
    reportHealth(configuration: string, health: Health): Promise<void>
    now(): Date
  }

/** How a run ended that needs no other; `told` means that the row says what its planner has to do. */
export type WebinarEnding = 'created' | 'adopted' | 'updated' | 'cancelled' | 'told' | 'left alone' | 'gone'

/**
 * Makes the provider hold the webinar that an event or session asks for now, and says so on the row.
 * @param lastTry whether the message gives up if this fails
 * @throws AppError that may be tried again, after saying so on the row
 */
export async function syncWebinar(row: RowReference, lastTry: boolean, given: Neighbours): Promise<WebinarEnding> {
  // Memory first: a worker that was overtaken since then loses the race and comes back to read everything anew.
  const made = await given.made.made(row.id)
  const webinar = await given.crm.plannedWebinar(row)
  if (!webinar) {
    await given.made.forget(row.id)
    return 'gone'
  }
  try {
    return await agree(webinar, made, given)
  } catch (error) {
    return await explained(error, webinar, lastTry, given)
  }
}

async function agree(webinar: PlannedWebinar, made: Kept<Made> | undefined, given: Neighbours): Promise<WebinarEnding> {
  if (asksForNothing(webinar)) return 'left alone'
  const { configuration = '', id } = webinar
  const account = webinar.online && configuration ? await given.accountFor(configuration) : undefined
  const has = { credentials: account !== undefined, terms: await given.termsAccepted() }
  const planned = planOf(webinar, await zoneOfWebinar(webinar, given))
  const action = webinarAction(webinar, planned, made, accountProblem(webinar, has), given.now())
  if (action.do === 'leave alone') return 'left alone'
  if (action.do === 'say' || !account) return attention(webinar, action.do === 'say' ? action.reason : '', given)

  const known = knownOf(webinar, made)
  const held = (webinarId: string, told: string): Made => {
    const { own = false, replaces = '' } = known ?? {}
    return { configuration, webinarId, told, state: 'held', own, replaces }
  }
  const ready: WebinarNews = { status: webinarStatus.ready, reason: readyReason(account.title) }
  const asks = action.do === 'cancel' || (action.do === 'update' && action.late)
  const begun = asks && (await hasBegun(action, account, given))
  if (action.do === 'update' && action.late) return attention(webinar, lateReason(webinar.kind, begun), given)
  if (action.do === 'create' || action.do === 'update') {
    const [objection] = await account.objections(action.plan)
    if (objection !== undefined) return attention(webinar, objection, given)
  }
  switch (action.do) {
    case 'create': {
      const links = await makeWebinar(webinar, action.plan, account, made, given)
      await given.crm.writeWebinar(webinar, { ...ready, ...links })
      if (made?.state === 'deleted') await queueAllRegistrations(webinar, given)
      return 'created'
    }
    case 'adopt': {
      const links = await account.webinar(action.webinarId)
      if (!links) throw new Refused(`${account.title} has no webinar ${action.webinarId}; correct or clear its id.`)
      if (!links.active) throw new Refused(inactiveReason(action.webinarId, account.title))
      // Its mark says that the connector made it, and memory was lost since: what was told is unknown, so it is told anew.
      const forgotten = !known && links.mark === id
      const ahead = !links.start || links.start > given.now()
      await given.made.tell(id, configuration, made, async () => {
        if (made?.state === 'cancelled') await queueAllRegistrations(webinar, given)
        const taken = held(action.webinarId, action.told)
        return forgotten ? { ...taken, told: ahead ? '' : taken.told, own: true } : taken
      })
      await given.crm.writeWebinar(webinar, { ...ready, ...links })
      if (forgotten) await given.queues.send('webinars', [{ table: webinar.table, id }])
      if (known && known.replaces === webinar.webinarId) await queueAllRegistrations(webinar, given)
      return 'adopted'
    }
    case 'update':
      await given.made.tell(id, configuration, made, async () => {
        await account.change(action.webinarId, action.plan)
        if (made?.state === 'cancelled') await queueAllRegistrations(webinar, given)
        return held(action.webinarId, planFingerprint(action.plan))
      })
      await given.crm.writeWebinar(webinar, ready)
      return 'updated'
    case 'cancel': {
      const mayDelete = known?.own === true && !begun
      const deletes = mayDelete && (await given.store.configuration(configuration))?.deleteCancelledWebinars === true
      await given.made.tell(id, configuration, made, async () => {
        // Queued first: should the deletion be refused, nobody stays registered for what was called off.
        if (!begun) await queueAllRegistrations(webinar, given)
        if (deletes) await account.remove(action.webinarId)
        return { ...held(action.webinarId, known?.told ?? ''), state: deletes ? 'deleted' : 'cancelled' }
      })
      const how = begun ? 'begun' : deletes ? 'deleted' : 'kept'
      const reason = cancelledReason(account.title, how)
      await given.crm.writeWebinar(webinar, { status: webinarStatus.cancelled, reason })
      return 'cancelled'
    }
  }
}

/** CRM may have moved the start since; the provider holds people to the one that it knows. */
async function hasBegun(
  { webinarId, late }: { webinarId: string; late: boolean },
  account: WebinarAccount,
  { now }: Neighbours,
) {
  const start = (await account.webinar(webinarId))?.start
  return start ? start <= now() : late
}

async function attention(webinar: PlannedWebinar, reason: string, { crm }: Neighbours): Promise<'told'> {
  await crm.writeWebinar(webinar, { status: webinarStatus.attention, reason })
  return 'told'
}

/** Says on the row, and on the configuration, why it did not work. What only a change can help ends here. */
async function explained(
  error: unknown,
  webinar: PlannedWebinar,
  lastTry: boolean,
  given: Neighbours,
): Promise<WebinarEnding> {
  if (!(error instanceof AppError) || error instanceof Conflict) throw error
  const { configuration } = webinar
  error.configuration = configuration
  const forbidden = error instanceof CredentialsRefused && error.status === 'forbidden'
  if (error instanceof Refused || forbidden) return attention(webinar, error.plain, given)
  if (error instanceof CredentialsRefused && configuration) {
    await given.reportHealth(configuration, healthOf(error, given.now()))
  }
  // Being asked to wait a minute is no news for a planner.
  if (error instanceof Unavailable && error.asked && !lastTry) throw error
  const reason = troubleReason(error.plain, lastTry ? 'gave up' : 'tries again')
  // Where CRM is out as well, the first error is the one to tell.
  await attention(webinar, reason, given).catch(() => undefined)
  throw error
}
