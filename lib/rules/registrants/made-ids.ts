import { v5 as uuidV5 } from 'uuid'
import type { WebinarRow } from '../../model/crm.ts'

/** Name spaces of the ids of rows that are made of people at the provider. Changing one would make each a second time. */
const registrations = '8b1d8f0c-6a0e-4a57-9c58-0f3d1f7e2a61'
const contacts = '1f0c6f6e-3c07-4f0a-8e0b-7f2f4d9b5c02'
const consents = 'd9c6f3a8-2b61-4b0e-9f3c-5a7e1c8b4d13'

/** Stands for a webinar in the hash of an address that names a contact or a consent. No provider has such an id. */
export const contactPlace = 'contact'

/** The id of the registration of an address for an event or session. @param emailHash keyed, so that no id tells an address */
export function madeRegistrationId(
  { kind, id, webinarId }: Pick<WebinarRow, 'kind' | 'id' | 'webinarId'>,
  emailHash: string,
) {
  return uuidV5([kind, id.toLowerCase(), webinarId, emailHash].join('|'), registrations)
}

/** The id of the contact that an account makes of an address. @param emailHash of `contactPlace` */
export function madeContactId(emailHash: string) {
  return uuidV5(emailHash, contacts)
}

/** The id of the consent of an address for a purpose. @param emailHash of `contactPlace` */
export function madeConsentId(purpose: string, emailHash: string) {
  return uuidV5([purpose.toLowerCase(), emailHash].join('|'), consents)
}

/** A purpose as an administrator entered it; undefined if it is no id. */
export function readPurpose(entered: string | undefined): string | undefined {
  const [id] = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(entered ?? '') ?? []
  return id?.toLowerCase()
}
