import type { UserMessage } from '../../messages/message.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { ProviderTraits } from '../../model/provider.ts'
import { instantOf } from './event-time.ts'

/**
 * Why nobody can be registered for this event or session yet; undefined if all is there.
 * @param isAnothers the webinar that it names belongs to another row
 */
export function registrationProblem(
  webinar: WebinarRow,
  has: { credentials: boolean; terms: boolean },
  isAnothers = false,
  provider?: Pick<ProviderTraits, 'title' | 'readWebinarId'>,
): UserMessage | undefined {
  const { kind, webinarId } = webinar
  if (webinar.cancelled && (isAnothers || !webinarId)) return { code: 'event_cancelled', kind }
  const problem = accountProblem(webinar, has)
  if (problem !== undefined) return problem
  if (!webinarId) return { code: 'no_webinar_yet', kind }
  const isNone = provider && provider.readWebinarId(webinarId) === undefined
  if (isNone) return { code: 'no_such_webinar', provider: provider.title, webinarId }
  if (isAnothers) return { code: 'no_own_webinar', kind }
  return undefined
}

/**
 * Why an event or session that is to be a webinar has none, for its registrations.
 * @param zone IANA; undefined if it is missing or unknown
 * @param written the code of the status that was last written on the row
 */
export function noWebinarReason(
  { kind, start }: WebinarRow,
  zone: string | undefined,
  written: string | undefined,
  now: Date,
): UserMessage {
  if (written === 'status_sessions') return { code: 'sessions_are_webinars' }
  const hasStarted = start !== undefined && zone !== undefined && instantOf(start, zone) <= now
  return { code: hasStarted ? 'no_webinar_past' : 'no_webinar_yet', kind }
}

const accountProblems: readonly string[] = ['no_configuration', 'no_credentials', 'terms_not_accepted']

/** Whether a message says that no account can be used. */
export function isAccountProblem({ code }: UserMessage): boolean {
  return accountProblems.includes(code)
}

/** Why nothing can be done at the provider for this event or session at all. */
export function accountProblem(
  { kind, configuration }: WebinarRow,
  has: { credentials: boolean; terms: boolean },
): UserMessage | undefined {
  if (!configuration) return { code: 'no_configuration', kind }
  if (!has.credentials) return { code: 'no_credentials' }
  if (!has.terms) return { code: 'terms_not_accepted' }
  return undefined
}
