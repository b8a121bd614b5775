import { Conflict, CredentialsRefused, NotFound, Refused } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { PlannedWebinars } from '../../dataverse/planned-webinars.ts'
import type { PlannedWebinar } from '../../model/crm.ts'
import type { Provider, WebinarAccount } from '../../model/provider.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import { type Facts, type Finding, findingsOf } from '../../rules/webinars/preflight-findings.ts'
import { accountProblem } from '../../rules/webinars/prerequisites.ts'
import { newWebinarProblem } from '../../rules/webinars/webinar-action.ts'
import { planOf } from '../../rules/webinars/webinar-plan.ts'
import { readyReason, webinarStatus } from '../../rules/webinars/webinar-status.ts'
import type { Queues, RowReference } from '../../stores/queues.ts'
import { type Neighbours as Zones, zoneOfWebinar } from './time-zone.ts'

export type Neighbours = Zones & {
  crm: PlannedWebinars
  store: Pick<CredentialStore, 'configuration'>
  provider: Pick<Provider, 'title' | 'tokenIdleDays'>
  queues: Pick<Queues, 'send'>
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  termsAccepted(): Promise<boolean>
  now(): Date
}

const day = 24 * 60 * 60 * 1000

/**
 * Looks for all that stands between a webinar and its audience while there is time to put it right; the row's status
 * reason carries the worst of it. Where nothing does any more, though the row says that it needs attention, the
 * ordinary message sees to that.
 * @throws NotFound, Refused if the row is no webinar
 */
export async function checkWebinar(row: RowReference, given: Neighbours) {
  const { crm } = given
  const webinar = await crm.plannedWebinar(row)
  if (!webinar) throw new NotFound('CRM has no event or session with this id.')
  if (!runsAsWebinar(webinar)) throw new Refused(`This ${webinar.kind} is not run as a webinar.`)
  const checkedAt = given.now().toISOString()
  if (webinar.cancelled) return { checkedAt, findings: [] }
  const facts = await factsOf(webinar, given)
  const findings = findingsOf(facts)
  await say(webinar, findings, facts, crm).catch((error: unknown) => {
    // Somebody is at the row; what they write is newer, and the findings are in the answer.
    if (!(error instanceof Conflict)) throw error
  })
  const well = findings.every(({ level }) => level !== 'error')
  if (well && webinar.shown.status !== webinarStatus.ready) await given.queues.send('webinars', [row])
  return { checkedAt, findings }
}

async function factsOf(row: PlannedWebinar, given: Neighbours): Promise<Facts> {
  const { kind, start, webinarId, configuration = '' } = row
  const planned = planOf(row, await zoneOfWebinar(row, given))
  const plan = planned.problem === undefined ? planned.plan : undefined
  const kept = configuration ? await given.store.configuration(configuration) : undefined
  const { title, tokenIdleDays } = given.provider
  const planProblem = webinarId ? planned.problem : newWebinarProblem(row, planned, given.now())
  const facts: Facts = {
    ...{ kind, provider: title, plan, planProblem, start, webinarId, tokenIdleDays },
    accountProblem: accountProblem(row, { credentials: kept !== undefined, terms: await given.termsAccepted() }),
    idleDays: kept ? Math.floor((given.now().getTime() - kept.lastUsed.getTime()) / day) : 0,
    ...{ credentialsProblem: undefined, objections: [], webinar: undefined, unanswerable: [] },
  }
  try {
    const account = configuration ? await given.accountFor(configuration) : undefined
    if (!account || facts.accountProblem !== undefined) return facts
    if (plan) facts.objections = await account.objections(plan)
    if (webinarId) facts.webinar = await account.webinar(webinarId)
    else await account.prove()
    if (webinarId && facts.webinar?.active) facts.unanswerable = await account.unanswerable(webinarId)
  } catch (error) {
    if (!(error instanceof CredentialsRefused)) throw error
    facts.credentialsProblem = error.plain
  }
  return facts
}

/** The worst of it; that all is well is said only where nothing else was to be said. */
async function say(webinar: PlannedWebinar, [worst]: readonly Finding[], facts: Facts, crm: Neighbours['crm']) {
  const { audienceUrl, presenterUrl } = facts.webinar ?? {}
  if (!worst && webinar.shown.status !== webinarStatus.ready) return
  const reason = worst ? `${worst.finding} ${worst.remedy}` : readyReason(facts.provider)
  await crm.writeWebinar(webinar, { reason, audienceUrl, presenterUrl })
}
