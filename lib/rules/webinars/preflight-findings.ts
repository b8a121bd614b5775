import type { WebinarKind } from '../../model/crm.ts'
import type { ProviderWebinar, WebinarPlan } from '../../model/webinar.ts'
import { clockChange, wallClockIn } from './event-time.ts'

/** Something that stands, or will stand, between a webinar and its audience, and what to do about it. */
export type Finding = {
  code:
    | 'account'
    | 'credentials'
    | 'plan'
    | 'no webinar'
    | 'unknown webinar'
    | 'inactive webinar'
    | 'start differs'
    | 'duration differs'
    | 'required fields'
    | 'clock change'
    | 'idle token'
  level: 'error' | 'warning'
  finding: string
  remedy: string
}

/** What is known of a webinar before it begins. */
export type Facts = {
  kind: WebinarKind
  provider: string
  /** Why nothing can be done at the provider at all. */
  accountProblem: string | undefined
  /** Why the provider does not let the account in now. */
  credentialsProblem: string | undefined
  planProblem: string | undefined
  plan: WebinarPlan | undefined
  /** Wall-clock start as the row has it. */
  start: string | undefined
  objections: readonly string[]
  webinarId: string | undefined
  /** Undefined if the provider has no such webinar, or was not asked. */
  webinar: ProviderWebinar | undefined
  unanswerable: readonly string[]
  idleDays: number
  tokenIdleDays: number
}

/** All that is wrong, the worst first: errors keep people out, warnings may. */
export function findingsOf(facts: Facts): Finding[] {
  const found = [...accountFindings(facts), ...planFindings(facts), ...webinarFindings(facts)]
  return [...found.filter(({ level }) => level === 'error'), ...found.filter(({ level }) => level === 'warning')]
}

function* accountFindings(facts: Facts): Generator<Finding> {
  const { provider, accountProblem, credentialsProblem, idleDays, tokenIdleDays } = facts
  if (accountProblem !== undefined) {
    yield error('account', accountProblem, 'Nothing is sent before that.')
  }
  if (credentialsProblem !== undefined) {
    yield error('credentials', credentialsProblem, 'Enter credentials that are valid in the webinar configuration.')
  }
  if (idleDays >= tokenIdleDays * 0.75) {
    const finding = `The token was last used ${idleDays} days ago; ${provider} disables it after ${tokenIdleDays}.`
    yield warning('idle token', finding, 'Check the webinar configuration; that is a use of it.')
  }
}

function* planFindings({ kind, planProblem, plan, start, objections }: Facts): Generator<Finding> {
  if (planProblem !== undefined) yield error('plan', planProblem, 'Then save.')
  for (const objection of objections) yield error('plan', objection, 'Then save.')
  const change = plan && start ? clockChange(start, plan.zone) : undefined
  if (plan && change) {
    const how = change === 'skipped' ? 'does not exist' : 'comes twice'
    const finding = `The clocks change: the start of the ${kind} ${how}; ${wallClockIn(plan.start, plan.zone)} is taken.`
    yield warning('clock change', finding, 'Choose another time if that is not meant.')
  }
}

function* webinarFindings({ kind, provider, plan, webinarId, webinar, ...facts }: Facts): Generator<Finding> {
  if (facts.accountProblem !== undefined || facts.credentialsProblem !== undefined) return
  if (!webinarId) {
    yield error(
      'no webinar',
      `The ${kind} has no webinar yet.`,
      'It is made once nothing else is wrong; save it again.',
    )
    return
  }
  if (!webinar) {
    const remedy = 'Correct the webinar id, or clear it to have a new webinar made.'
    yield error('unknown webinar', `${provider} has no webinar ${webinarId}.`, remedy)
    return
  }
  if (!webinar.active) {
    yield error('inactive webinar', `The webinar is inactive at ${provider}.`, 'Activate it there.')
    return
  }
  if (plan && webinar.start && plan.start.getTime() !== webinar.start.getTime()) {
    const [there, here] = [wallClockIn(webinar.start, plan.zone), wallClockIn(plan.start, plan.zone)]
    yield error('start differs', `The webinar begins at ${there} at ${provider} and at ${here} in CRM.`, bothAgree)
  }
  if (plan && webinar.minutes !== undefined && plan.minutes !== webinar.minutes) {
    const finding = `The webinar takes ${webinar.minutes} minutes at ${provider} and ${plan.minutes} in CRM.`
    yield warning('duration differs', finding, bothAgree)
  }
  if (facts.unanswerable.length) {
    const finding = `Registrants must say what CRM has no value for: ${facts.unanswerable.join(', ')}.`
    yield error('required fields', finding, `Make this optional in the registration form at ${provider}.`)
  }
}

const bothAgree = 'Correct the one that is wrong.'

function error(code: Finding['code'], finding: string, remedy: string): Finding {
  return { code, level: 'error', finding, remedy }
}

function warning(code: Finding['code'], finding: string, remedy: string): Finding {
  return { code, level: 'warning', finding, remedy }
}
