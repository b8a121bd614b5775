import { ConflictError, CredentialsRefusedError, NotFoundError, RefusedError } from '../../core/errors.ts'
import { day } from '../../core/time.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import { providerOf } from '../../rules/configurations/provider-of.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import { type Facts, type Finding, findingsOf } from '../../rules/webinars/preflight-findings.ts'
import { accountProblem } from '../../rules/webinars/prerequisites.ts'
import { newWebinarProblem } from '../../rules/webinars/webinar-action.ts'
import { planOf } from '../../rules/webinars/webinar-plan.ts'
import { readyReason, webinarStatus } from '../../rules/webinars/webinar-status.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'
import { timeZoneOf } from './time-zone.ts'

/**
 * Looks for all that stands between a webinar and its audience while there is time to put it right; the row's status
 * reason carries the worst of it. Where nothing does any more, though the row says that it needs attention, the
 * ordinary message sees to that.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function preflightWebinar(row: RowReference, services: Services) {
  const { crm } = services
  const webinar = await crm.plannedWebinar(row)
  if (!webinar) throw new NotFoundError('CRM has no event or session with this id.')
  if (!isWebinar(webinar)) throw new RefusedError(`This ${webinar.kind} is not run as a webinar.`)
  const checkedAt = services.now().toISOString()
  if (webinar.cancelled) return { checkedAt, findings: [] }
  const facts = await factsOf(webinar, services)
  const findings = findingsOf(facts)
  await say(webinar, findings, facts, crm).catch((error: unknown) => {
    // Somebody is at the row; what they write is newer, and the findings are in the answer.
    if (!(error instanceof ConflictError)) throw error
  })
  const well = findings.every(({ level }) => level !== 'error')
  if (well && webinar.shown.status !== webinarStatus.ready) await services.queues.send('webinars', [row])
  return { checkedAt, findings }
}

async function factsOf(row: PlannedWebinar, services: Services): Promise<Facts> {
  const { kind, start, webinarId, configuration = '' } = row
  const planned = planOf(row, await timeZoneOf(row, services))
  const plan = planned.problem === undefined ? planned.plan : undefined
  const kept = configuration ? await services.credentialStore.configuration(configuration) : undefined
  const provider = providerOf(undefined, kept, services.providers)
  const planProblem = webinarId ? planned.problem : newWebinarProblem(row, planned, services.now())
  const facts: Facts = {
    ...{ kind, plan, planProblem, start, webinarId },
    provider: provider?.title ?? 'The provider',
    tokenIdleDays: provider?.tokenIdleDays ?? Number.POSITIVE_INFINITY,
    accountProblem: accountProblem(row, { credentials: kept !== undefined, terms: await services.termsAccepted() }),
    idleDays: kept ? Math.floor((services.now().getTime() - kept.lastUsed.getTime()) / day) : 0,
    ...{ credentialsProblem: undefined, objections: [], webinar: undefined, unanswerable: [] },
  }
  try {
    const account = configuration ? await services.accountFor(configuration) : undefined
    if (!account || facts.accountProblem !== undefined) return facts
    if (plan) facts.objections = await account.validatePlan(plan)
    if (webinarId) facts.webinar = await account.webinar(webinarId)
    else await account.verifyCredentials()
    if (webinarId && facts.webinar?.active) facts.unanswerable = await account.missingRequiredFields(webinarId)
  } catch (error) {
    if (!(error instanceof CredentialsRefusedError)) throw error
    facts.credentialsProblem = error.userMessage
  }
  return facts
}

/** The worst of it; that all is well is said only where nothing else was to be said. */
async function say(webinar: PlannedWebinar, [worst]: readonly Finding[], facts: Facts, crm: Services['crm']) {
  const { audienceUrl, presenterUrl } = facts.webinar ?? {}
  if (!worst && webinar.shown.status !== webinarStatus.ready) return
  const reason = worst ? `${worst.finding} ${worst.remedy}` : readyReason(facts.provider)
  await crm.writeWebinar(webinar, { reason, audienceUrl, presenterUrl })
}
