import type { UserMessage } from '../../messages/message.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { noWebinarReason, registrationProblem } from '../../rules/webinars/prerequisites.ts'
import type { Services } from '../../services.ts'
import { timeZoneOf } from './time-zone.ts'
import { isAnothers } from './webinar-owner.ts'

/** Why nobody can be registered for this event or session now; undefined if all is there. */
export async function registrationProblemOf(
  webinar: WebinarRow,
  account: WebinarAccount | undefined,
  services: Services,
): Promise<UserMessage | undefined> {
  const has = { credentials: account !== undefined, terms: await services.termsAccepted() }
  const isOther = account !== undefined && (await isAnothers(webinar, { ownerOf: services.recentOwnerOf }))
  const problem = registrationProblem(webinar, has, isOther, account)
  if (problem?.code !== 'no_webinar_yet') return problem
  const written = await services.statusStore.written('webinar', webinar.id)
  return noWebinarReason(webinar, await timeZoneOf(webinar, services), written?.code, services.now())
}
