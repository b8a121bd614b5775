import type { UserMessage } from '../../messages/message.ts'
import type { WebinarKind } from '../../model/crm.ts'
import type { ProviderWebinar, WebinarPlan } from '../../model/webinar.ts'
import { clockChange, wallClockIn } from './event-time.ts'

/** Something that stands, or will stand, between a webinar and its audience. */
export type Finding = {
  code:
    | 'account'
    | 'credentials'
    | 'plan'
    | 'no webinar'
    | 'webinar of another'
    | 'unknown webinar'
    | 'inactive webinar'
    | 'start differs'
    | 'duration differs'
    | 'required fields'
    | 'refused registrations'
    | 'clock change'
    | 'reminders'
    | 'idle token'
  level: 'error' | 'warning'
  message: UserMessage
}

/** The facts about a webinar before it begins. */
export type Facts = {
  kind: WebinarKind
  provider: string
  /** Why nothing can be done at the provider at all. */
  accountProblem: UserMessage | undefined
  /** Why the provider does not let the account in now. */
  credentialsProblem: UserMessage | undefined
  planProblem: UserMessage | undefined
  plan: WebinarPlan | undefined
  /** Wall-clock start as the row has it. */
  start: string | undefined
  objections: readonly UserMessage[]
  webinarId: string | undefined
  /** Why the webinar is not that of the row, if so. */
  ownerProblem: UserMessage | undefined
  /** Undefined if the provider has no such webinar, or was not asked. */
  webinar: ProviderWebinar | undefined
  /** Required fields, by caption, for which nobody has a value. */
  unanswerable: readonly string[]
  /** Registrations that will be refused, and by caption of a field for how many it is at fault. */
  refused: { count: number; fields: readonly { caption: string; count: number }[] }
  /** Reminders that the provider sends though Dynamics mails. */
  reminders: readonly string[]
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
  if (accountProblem !== undefined) yield error('account', accountProblem)
  if (credentialsProblem !== undefined) yield error('credentials', credentialsProblem)
  if (idleDays >= tokenIdleDays * 0.75) {
    yield warning('idle token', { code: 'token_idle', provider, days: idleDays, most: tokenIdleDays })
  }
}

function* planFindings({ kind, planProblem, plan, start, objections }: Facts): Generator<Finding> {
  if (planProblem !== undefined) yield (isInSessions(planProblem) ? warning : error)('plan', planProblem)
  for (const objection of objections) yield error('plan', objection)
  const change = plan && start ? clockChange(start, plan.zone) : undefined
  if (plan && change) {
    const code = change === 'skipped' ? 'start_skipped' : 'start_repeated'
    yield warning('clock change', { code, kind, taken: wallClockIn(plan.start, plan.zone) })
  }
}

function* webinarFindings({ kind, provider, plan, webinarId, webinar, ...facts }: Facts): Generator<Finding> {
  if (facts.accountProblem !== undefined || facts.credentialsProblem !== undefined) return
  if (isInSessions(facts.planProblem)) return
  if (!webinarId) {
    yield error('no webinar', { code: 'no_webinar', kind })
    return
  }
  if (facts.ownerProblem !== undefined) {
    yield error('webinar of another', facts.ownerProblem)
    return
  }
  if (!webinar) {
    yield error('unknown webinar', { code: 'webinar_unknown', provider, webinarId })
    return
  }
  if (!webinar.active) {
    yield error('inactive webinar', { code: 'webinar_inactive', provider })
    return
  }
  if (plan && webinar.start && plan.start.getTime() !== webinar.start.getTime()) {
    const [there, here] = [wallClockIn(webinar.start, plan.zone), wallClockIn(plan.start, plan.zone)]
    yield error('start differs', { code: 'start_differs', provider, there, here })
  }
  if (plan && webinar.minutes !== undefined && plan.minutes !== webinar.minutes) {
    const differ = { there: webinar.minutes, here: plan.minutes }
    yield warning('duration differs', { code: 'duration_differs', provider, ...differ })
  }
  if (facts.reminders.length) {
    yield warning('reminders', { code: 'reminders_on', provider, reminders: facts.reminders.join(', ') })
  }
  if (facts.unanswerable.length) {
    yield error('required fields', { code: 'fields_required', provider, fields: facts.unanswerable.join(', ') })
  } else if (facts.refused.count) {
    const fields = facts.refused.fields.map(({ caption, count }) => `${caption} (${count})`).join(', ')
    const { count } = facts.refused
    yield error('refused registrations', { code: 'registrations_incomplete', provider, count, fields })
  }
}

function isInSessions(problem: UserMessage | undefined) {
  return problem?.code === 'event_in_sessions'
}

function error(code: Finding['code'], message: UserMessage): Finding {
  return { code, level: 'error', message }
}

function warning(code: Finding['code'], message: UserMessage): Finding {
  return { code, level: 'warning', message }
}
