import { createCache } from '../../core/cache.ts'
import { NotFoundError, WebinarClosedError } from '../../core/errors.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { isThere, type ProviderRegistrant } from '../../model/webinar.ts'
import type { Services } from '../../services.ts'

/** The provider's list of a webinar's registrants, by its own ids and by the registrations that those who are not gone carry. */
export type ListedRegistrants = {
  byProviderId: Map<string, ProviderRegistrant>
  byRegistrationId: Map<string, ProviderRegistrant>
}

/** A list is read for registrants whose address the connector does not know: once for all that are met together. */
const listsHeldFor = 300_000

/** The lists of webinars' registrants, each held for some minutes. A webinar without an account lists nobody. */
export function createListedRegistrants({ accountFor }: Pick<Services, 'accountFor'>) {
  const lists = createCache<ListedRegistrants>(listsHeldFor, async (webinar) => {
    const [configuration, webinarId] = JSON.parse(webinar) as [string, string]
    return readList(await accountFor(configuration), webinarId)
  })
  return {
    async listedRegistrants(configuration: string, webinarId: string): Promise<ListedRegistrants> {
      return (await lists.get(JSON.stringify([configuration, webinarId]))) ?? readList(undefined, webinarId)
    },
  }
}

async function readList(account: WebinarAccount | undefined, webinarId: string): Promise<ListedRegistrants> {
  const listed: ListedRegistrants = { byProviderId: new Map(), byRegistrationId: new Map() }
  for await (const registrant of account?.registrants(webinarId) ?? []) {
    if (!registrant) continue
    listed.byProviderId.set(registrant.providerId, registrant)
    if (isThere(registrant) && registrant.registrationId) {
      listed.byRegistrationId.set(registrant.registrationId, registrant)
    }
  }
  return listed
}

/** Nobody has to leave a webinar that the provider has deleted or switched off. */
export function nobodyIfClosed(error: unknown): undefined {
  if (!(error instanceof NotFoundError || error instanceof WebinarClosedError)) throw error
}
