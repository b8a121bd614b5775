import { RefusedError } from '../../core/errors.ts'
import type { Stored } from '../../core/table.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { ForeignWebinar, PlannedWebinar, WebinarKind, WebinarPatch } from '../../model/crm.ts'
import type { WrittenStatus } from '../../model/status.ts'
import { accountProblem } from '../../rules/webinars/prerequisites.ts'
import { isOutOfScope, recordFor, type WebinarRecord, webinarAction } from '../../rules/webinars/webinar-action.ts'
import { readMark } from '../../rules/webinars/webinar-mark.ts'
import { isCopyOf } from '../../rules/webinars/webinar-owner.ts'
import { planHash, planOf } from '../../rules/webinars/webinar-plan.ts'
import { cancelledReason, lateReason, ofOtherReason, statusOf } from '../../rules/webinars/webinar-status.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { enqueueAllRegistrations, enqueueRegistrationsOfWebinar, enqueueSessionsOfEvent } from '../sweep/fan-out.ts'
import { createWebinarOnce } from './create-once.ts'
import { explained, sayWhyNone, writeReason } from './explain.ts'
import { noteEntrance } from './note-entrance.ts'
import { overReasonOf } from './over.ts'
import { silence } from './silence.ts'
import { timeZoneOf } from './time-zone.ts'
import { enqueueOtherClaimants, otherOwner } from './webinar-owner.ts'
import { writeWebinarStatus } from './write-status.ts'

/** How a run ended that needs no other; `told` means that the row says what its planner has to do. */
export type WebinarResult = 'created' | 'adopted' | 'updated' | 'cancelled' | 'told' | 'left alone' | 'gone'

/**
 * Makes the provider hold the webinar that an event or session asks for now, says so on the row, and then enqueues
 * its registrations and sessions.
 * @param isFinalAttempt whether the message gives up if this fails
 * @throws AppError that may be tried again, after saying so on the row
 */
export async function reconcileWebinar(
  row: RowReference,
  isFinalAttempt: boolean,
  services: Services,
): Promise<WebinarResult> {
  const result = await reconcileRow(row, isFinalAttempt, services)
  // Most events that are left alone are no webinars.
  const isCounted = result !== 'left alone' || (await isInLedger(row, services))
  if (isCounted) await services.markCounted(row)
  await enqueueRegistrationsOfWebinar(row, services)
  await enqueueSessionsOfEvent(row, services)
  return result
}

async function isInLedger(row: RowReference, services: Services) {
  return (await services.ledgerStore.counting(kindOf(row, services), row.id)) !== undefined
}

function kindOf({ table }: RowReference, { crm }: Services): WebinarKind {
  return table === crm.webinarTableOf('session') ? 'session' : 'event'
}

async function reconcileRow(row: RowReference, isFinalAttempt: boolean, services: Services): Promise<WebinarResult> {
  // The record is read first: a worker that was overtaken since then loses the race and comes back to read everything anew.
  const record = await services.webinarStore.record(row.id)
  const written = await services.statusStore.written('webinar', row.id)
  const webinar = await services.crm.plannedWebinar(row)
  if (!webinar) {
    await services.webinarStore.forget(row.id)
    await services.statusStore.forget('webinar', row.id)
    await services.entranceStore.forget(kindOf(row, services), row.id)
    if (record?.webinarId) await enqueueOtherClaimants(record, services)
    return 'gone'
  }
  try {
    const result = await agree(webinar, record, written, services)
    if (record?.webinarId && !recordFor(webinar, record)) await enqueueOtherClaimants(record, services)
    return result
  } catch (error) {
    return await explained(error, webinar, isFinalAttempt, services)
  }
}

async function agree(
  webinar: PlannedWebinar,
  record: Stored<WebinarRecord> | undefined,
  written: Stored<WrittenStatus> | undefined,
  services: Services,
): Promise<WebinarResult> {
  if (isOutOfScope(webinar)) return sayWhyNone(webinar, written, services)
  const { configuration = '', id } = webinar
  const account = webinar.online && configuration ? await services.accountFor(configuration) : undefined
  const has = { credentials: account !== undefined, terms: await services.termsAccepted() }
  const say = (reason: UserMessage) => writeReason(webinar, written, reason, services)
  const sayOther = async (owner: PlannedWebinar | ForeignWebinar) => {
    const status = webinar.cancelled ? 'status_cancelled' : 'status_attention'
    await writeWebinarStatus(webinar, written, { status, reason: ofOtherReason(webinar, owner) }, services)
    return 'told' as const
  }
  const owner = account && (await otherOwner(webinar, record, services))
  const isCopy = owner !== undefined && 'id' in owner && isCopyOf(owner, webinar, record)
  if (owner && (webinar.cancelled || !isCopy)) return sayOther(owner)
  const asked = owner ? { ...webinar, webinarId: undefined } : webinar
  const planned = planOf(webinar, await timeZoneOf(webinar, services), account)
  const over = await overReasonOf(webinar, planned, services)
  const action = webinarAction(
    asked,
    planned,
    record,
    written?.code,
    accountProblem(webinar, has),
    services.now(),
    over,
  )
  if (action.do === 'leave alone') return 'left alone'
  if (action.do === 'say') return say(action.reason)
  if (!account) return say({ code: 'no_credentials' })

  const known = recordFor(webinar, record)
  const activeRecord = (webinarId: string, told: string): WebinarRecord => {
    const { createdByConnector: own = false, replacedWebinarId: replaces = '' } = known ?? {}
    return {
      configuration,
      webinarId,
      appliedHash: told,
      state: 'held',
      createdByConnector: own,
      replacedWebinarId: replaces,
    }
  }
  const ready = async (links: WebinarPatch = {}) => {
    await noteEntrance(webinar, links, services)
    // A finding of a review is taken back by a review alone.
    if (written?.code === 'status_finding' && !over) {
      await services.crm.writeWebinar(webinar, links)
      return services.queues.send('webinars', [{ table: webinar.table, id, work: 'review' }])
    }
    const reason = over ?? { code: 'webinar_ready', provider: account.title }
    const notes = over || planned.problem !== undefined ? [] : planned.notes
    return writeWebinarStatus(webinar, written, { status: statusOf(reason), reason, notes, links }, services)
  }
  const asks = action.do === 'cancel' || action.do === 'adopt' || (action.do === 'update' && action.late)
  const there = asks ? await account.webinar(action.webinarId) : undefined
  const foreign = there && (await services.noteIfForeign(webinar, there))
  if (foreign) return sayOther(foreign)
  // CRM may have moved the start since; the provider holds people to the one that it knows.
  const begun = there?.start ? there.start <= services.now() : 'late' in action && action.late
  if (action.do === 'update' && action.late) {
    return say((begun && over) || lateReason(webinar.kind, account.title, begun))
  }
  if (action.do === 'create' || action.do === 'update') {
    const making = action.do === 'create' ? await services.crm.accountSettings(configuration) : undefined
    const [objection] = await account.validatePlan(action.plan, making)
    if (objection !== undefined) return say(objection)
  }
  switch (action.do) {
    case 'create': {
      const links = await createWebinarOnce(webinar, action.plan, account, record, services)
      await silence({ configuration, webinarId: links.webinarId }, account, services)
      await ready(links)
      if (record?.state === 'deleted') await enqueueAllRegistrations(webinar, services)
      return 'created'
    }
    case 'adopt': {
      const { title: provider } = account
      const { webinarId } = action
      if (!there) throw new RefusedError({ code: 'webinar_unknown', provider, webinarId })
      if (!there.active) throw new RefusedError({ code: 'webinar_inactive', provider })
      // Its external id says that the connector made it, and its record was lost since: the plan is sent anew.
      const mark = readMark(there.externalId, await services.ownOrganizations())
      const forgotten = !known && mark?.isMade && mark.row === id
      const ahead = !there.start || there.start > services.now()
      await services.webinarStore.apply(id, configuration, record, async () => {
        if (record?.state === 'cancelled') await enqueueAllRegistrations(webinar, services)
        const taken = activeRecord(action.webinarId, action.appliedHash)
        return forgotten ? { ...taken, appliedHash: ahead ? '' : taken.appliedHash, createdByConnector: true } : taken
      })
      await ready(there)
      if (forgotten) await services.queues.send('webinars', [{ table: webinar.table, id }])
      if (known && known.replacedWebinarId === webinar.webinarId) await enqueueAllRegistrations(webinar, services)
      return 'adopted'
    }
    case 'update':
      await services.webinarStore.apply(id, configuration, record, async () => {
        await account.change(action.webinarId, action.plan)
        if (record?.state === 'cancelled') await enqueueAllRegistrations(webinar, services)
        return activeRecord(action.webinarId, planHash(action.plan))
      })
      await ready()
      return 'updated'
    case 'cancel': {
      const mayDelete = known?.createdByConnector === true && !begun
      const deletes = mayDelete && (await services.openConfiguration(configuration))?.deleteCancelledWebinars === true
      await services.webinarStore.apply(id, configuration, record, async () => {
        // Queued first: should the deletion be refused, nobody stays registered for what was called off.
        if (!begun) await enqueueAllRegistrations(webinar, services)
        if (deletes) await account.remove(action.webinarId)
        return { ...activeRecord(action.webinarId, known?.appliedHash ?? ''), state: deletes ? 'deleted' : 'cancelled' }
      })
      const how = begun ? 'begun' : deletes ? 'deleted' : 'kept'
      const reason = cancelledReason(account.title, how)
      await noteEntrance(webinar, {}, services)
      await writeWebinarStatus(webinar, written, { status: 'status_cancelled', reason }, services)
      return 'cancelled'
    }
  }
}
