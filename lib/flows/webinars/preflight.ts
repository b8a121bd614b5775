import { ConflictError, CredentialsRefusedError, NotFoundError, RefusedError } from '../../core/errors.ts'
import type { Stored } from '../../core/table.ts'
import { day } from '../../core/time.ts'
import { forPlanner } from '../../messages/for-planner.ts'
import type { UserMessage } from '../../messages/message.ts'
import { parts } from '../../messages/sentence.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { WrittenStatus } from '../../model/status.ts'
import { providerOf } from '../../rules/configurations/provider-of.ts'
import { unanswerable, type WebinarMapping } from '../../rules/mapping/held-lines.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import { type Facts, type Finding, findingsOf } from '../../rules/webinars/preflight-findings.ts'
import { accountProblem } from '../../rules/webinars/prerequisites.ts'
import { newWebinar, recordFor } from '../../rules/webinars/webinar-action.ts'
import { planOf } from '../../rules/webinars/webinar-plan.ts'
import {
  isWebinarStatus,
  ofOtherReason,
  reviewedStatus,
  type WebinarStatus,
} from '../../rules/webinars/webinar-status.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { countRefused, type RefusedRegistrations } from '../mapping/count-refused.ts'
import { noteEntrance } from './note-entrance.ts'
import { overReasonOf } from './over.ts'
import { remindersLeft } from './silence.ts'
import { timeZoneOf } from './time-zone.ts'
import { otherOwner } from './webinar-owner.ts'
import { writeWebinarStatus } from './write-status.ts'

/** The facts, what the row says besides if nothing is wrong, and whether it is too late to say anything. */
type FactsToSay = Facts & { notes: readonly UserMessage[]; over: boolean }

/**
 * The preflight check of a row.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function preflightWebinar(row: RowReference, services: Services) {
  const written = await services.statusStore.written('webinar', row.id)
  const webinar = await services.crm.plannedWebinar(row)
  if (!webinar) throw new NotFoundError({ code: 'webinar_row_unknown' })
  if (!isWebinar(webinar)) throw new RefusedError({ code: 'not_a_webinar', kind: webinar.kind })
  const { checkedAt, findings } = await preflight(webinar, written, services)
  return { checkedAt, findings }
}

/**
 * Looks for all that stands between a webinar and its audience while there is time to put it right; the row says the
 * worst of it. Where nothing does any more, though the row says that it needs attention, the ordinary message sees to
 * that.
 * @param written the status, read before the row
 * @param switchesOff whether reminders that the provider is not to send are switched off
 * @returns the findings, and the webinar as the provider has it, unless it is another row's
 */
export async function preflight(
  webinar: PlannedWebinar,
  written: Stored<WrittenStatus> | undefined,
  services: Services,
  switchesOff = false,
) {
  const status = isWebinarStatus(written?.code) ? written.code : undefined
  const checkedAt = services.now().toISOString()
  if (webinar.cancelled) return { checkedAt, findings: [], there: undefined }
  const facts = await factsOf(webinar, switchesOff, services)
  if (facts.webinar) await noteEntrance(webinar, facts.webinar, services)
  const findings = findingsOf(facts)
  if (status && !facts.over) {
    await say(webinar, { written, status }, findings, facts, services).catch((error: unknown) => {
      // Somebody is at the row; what they write is newer, and the findings are in the answer.
      if (!(error instanceof ConflictError)) throw error
    })
  }
  const well = findings.every(({ level }) => level !== 'error')
  const stands = facts.over ? status === 'status_over' : !well || status === 'status_ready'
  // The last written status may be unknown: after a lost answer, or on a row of the first edition.
  const { table, id } = webinar
  if (!status || !stands) await services.queues.send('webinars', [{ table, id }])
  const language = await services.language()
  const told = findings.map(({ message, ...finding }) => ({ ...finding, ...parts(message, language) }))
  return { checkedAt, findings: told, there: facts.ownerProblem ? undefined : facts.webinar }
}

async function factsOf(row: PlannedWebinar, switchesOff: boolean, services: Services): Promise<FactsToSay> {
  const { kind, start, webinarId, configuration = '' } = row
  const kept = configuration ? await services.credentialStore.configuration(configuration) : undefined
  const provider = providerOf(undefined, kept, services.providers)
  const planned = planOf(row, await timeZoneOf(row, services), provider)
  const { plan, notes } = planned.problem === undefined ? planned : { plan: undefined, notes: [] }
  const planProblem = (webinarId ? planned : newWebinar(row, planned, services.now())).problem
  const over = (await overReasonOf(row, planned, services)) !== undefined
  const facts: FactsToSay = {
    ...{ kind, plan, planProblem, start, webinarId, notes, over },
    provider: provider?.title ?? '',
    tokenIdleDays: provider?.tokenIdleDays ?? Number.POSITIVE_INFINITY,
    accountProblem: accountProblem(row, { credentials: kept !== undefined, terms: await services.termsAccepted() }),
    idleDays: kept ? Math.floor((services.now().getTime() - kept.lastUsed.getTime()) / day) : 0,
    ...{ credentialsProblem: undefined, ownerProblem: undefined, objections: [], webinar: undefined },
    ...{ unanswerable: [], refused: { count: 0, fields: [] }, reminders: [] },
  }
  try {
    const account = configuration ? await services.accountFor(configuration) : undefined
    if (!account || facts.accountProblem !== undefined) return facts
    const making = webinarId ? undefined : await services.crm.accountSettings(configuration)
    if (plan) facts.objections = await account.validatePlan(plan, making)
    const there = webinarId ? await account.webinar(webinarId) : undefined
    if (!webinarId) await account.verifyCredentials()
    const owner = (there && (await services.noteIfForeign(row, there))) ?? (await otherOwner(row, undefined, services))
    facts.ownerProblem = owner && ofOtherReason(row, owner)
    if (owner) return facts
    facts.webinar = there
    if (!webinarId || !there?.active) return facts
    const place = { configuration, webinarId, kind, webinarRow: row.id }
    if (await services.readForm(place, account)) {
      const mapping = await services.mappingOf(place, account)
      facts.unanswerable = unanswerable(mapping).map(({ caption }) => caption)
      if (facts.unanswerable.length === 0) facts.refused = toFacts(await countRefused(row, mapping, services), mapping)
    }
    // A webinar that was taken over is somebody else's.
    const isOwn = switchesOff && recordFor(row, await services.webinarStore.record(row.id))?.createdByConnector === true
    facts.reminders = await remindersLeft({ configuration, webinarId }, account, isOwn, services)
  } catch (error) {
    if (!(error instanceof CredentialsRefusedError)) throw error
    facts.credentialsProblem = error.userMessage
  }
  return facts
}

function toFacts({ count, byField }: RefusedRegistrations, { form = [] }: WebinarMapping): Facts['refused'] {
  const captionOf = (name: string) => form.find(({ field }) => field === name)?.caption ?? name
  return { count, fields: [...byField].map(([field, count]) => ({ caption: captionOf(field), count })) }
}

/** The worst that concerns a planner; that all is well is said only where nothing else was to be said. */
async function say(
  webinar: PlannedWebinar,
  { written, status: before }: { written: Stored<WrittenStatus> | undefined; status: WebinarStatus },
  findings: readonly Finding[],
  facts: FactsToSay,
  services: Services,
) {
  const { audienceUrl, presenterUrl } = facts.webinar ?? {}
  const worst = findings
    .map((finding) => ({ ...finding, message: forPlanner(finding.message, 'refused') }))
    .find(({ message }) => message.code !== 'not_processed')
  const status = reviewedStatus(worst, before)
  if (!status) return
  const reason = worst?.message ?? { code: 'webinar_ready', provider: facts.provider }
  const notes = worst ? [] : facts.notes
  const links = { audienceUrl, presenterUrl }
  await writeWebinarStatus(webinar, written, { status, reason, notes, links, isReview: true }, services)
}
