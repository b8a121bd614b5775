import type { Owner } from '../model/crm.ts'
import type { NewRegistration } from '../model/registered-there.ts'
import type { Dataverse } from './client.ts'
import { makeOnce } from './make-once.ts'
import { options } from './options.ts'
import { ownerAddress } from './owner.ts'
import { tables } from './tables.ts'

/** Registrations that the connector makes of people who registered at the provider, which is the other way round. */
export function createMadeRegistrations(dataverse: Pick<Dataverse, 'upsert'>) {
  return {
    /**
     * Makes a registration, as `makeOnce` does, as one that the provider has.
     * @param text the status, in the language of the rows
     * @returns false if there is one of this id
     */
    createRegistration(draft: NewRegistration, text: string, owner: Owner | undefined): Promise<boolean> {
      return makeOnce(owner, (owner) => {
        const outcome = {
          msevtmgt_syncedwithprovider: options.synced.yes,
          msevtmgt_publishingstate: options.publishing.published,
          msevtmgt_registrationstatus: text,
          msevtmgt_webinarregistrationid: draft.providerId,
          ...(owner && { 'ownerid@odata.bind': ownerAddress(owner) }),
        }
        return draft.kind === 'event'
          ? dataverse.upsert(tables.eventRegistration, draft.id, { ...outcome, ...ofEvent(draft) }, true)
          : dataverse.upsert(tables.sessionRegistration, draft.id, { ...outcome, ...ofSession(draft) }, true)
      })
    },
  }
}

function ofEvent({ contactId, eventId }: NewRegistration) {
  return {
    'msevtmgt_ContactId@odata.bind': addressOf(tables.contact, contactId),
    'msevtmgt_EventId@odata.bind': addressOf(tables.event, eventId),
  }
}

function ofSession({ contactId, webinarRow, eventId, eventRegistrationId }: NewRegistration) {
  return {
    'msevtmgt_contactid@odata.bind': addressOf(tables.contact, contactId),
    'msevtmgt_SessionId@odata.bind': addressOf(tables.session, webinarRow),
    'msevtmgt_Event@odata.bind': addressOf(tables.event, eventId),
    ...(eventRegistrationId && {
      'msevtmgt_RegistrationID@odata.bind': addressOf(tables.eventRegistration, eventRegistrationId),
    }),
  }
}

const addressOf = ({ set }: { set: string }, id: string) => `/${set}(${id})`
