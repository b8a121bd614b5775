import type { WebinarAccount } from '../../model/provider.ts'
import type { ProviderRegistrant } from '../../model/webinar.ts'

/** The provider's list of a webinar's registrants, by its own ids and by the registrations that those who are not gone carry. */
export type ListedRegistrants = {
  byProviderId: Map<string, ProviderRegistrant>
  byRegistrationId: Map<string, ProviderRegistrant>
}

/** Reads the whole list: for registrants whose address the connector does not know. */
export async function listRegistrants(account: WebinarAccount, webinarId: string): Promise<ListedRegistrants> {
  const listed: ListedRegistrants = { byProviderId: new Map(), byRegistrationId: new Map() }
  for await (const registrant of account.registrants(webinarId)) {
    listed.byProviderId.set(registrant.providerId, registrant)
    if (registrant.state !== 'gone' && registrant.registrationId) {
      listed.byRegistrationId.set(registrant.registrationId, registrant)
    }
  }
  return listed
}

/** The list of an account that is not there. */
export const noneListed: ListedRegistrants = { byProviderId: new Map(), byRegistrationId: new Map() }
