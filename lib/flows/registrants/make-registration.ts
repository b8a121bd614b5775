import { ifConflict, RefusedError } from '../../core/errors.ts'
import { sentence } from '../../messages/sentence.ts'
import type { Owner, WebinarRow } from '../../model/crm.ts'
import type { FoundContact, ThereRegistrant } from '../../model/registered-there.ts'
import { madeRegistrationId } from '../../rules/registrants/made-ids.ts'
import { mayAdopt } from '../../rules/registrants/may-adopt.ts'
import { adoptedHash } from '../../rules/registrations/applied-state.ts'
import { isSameRegistrant } from '../../rules/registrations/registrant-key.ts'
import { registeredAt } from '../../rules/registrations/sync-status.ts'
import type { Services } from '../../services.ts'
import type { ConnectedWebinar } from '../registrations/registrant.ts'
import { statusRoom } from '../registrations/write-status.ts'

/** `isOrdered`: a person asked for it. `eventRegistrationId`: of a session, the one for its event. */
type Making = {
  contact: FoundContact
  person: Pick<ThereRegistrant, 'providerId' | 'email'>
  isOrdered: boolean
  eventRegistrationId: string | undefined
  owner: Owner | undefined
}

/**
 * Makes the registration of a contact whom the provider has already; once, whoever runs how often. Its record and the
 * applied state come first: whoever hears of the row finds that the provider agrees, and sends nothing. The registrant
 * carries it last, and the record says until then that they do not.
 * @returns whether it is there now; false: the provider was told something else of the person, which stands
 * @throws ConflictError while another worker is at it, Refused if Dynamics takes no such row
 */
export async function makeRegistration(
  webinar: WebinarRow,
  connected: ConnectedWebinar,
  { contact, person, isOrdered, eventRegistrationId, owner }: Making,
  services: Services,
): Promise<boolean> {
  const { crm, registrationStore, language } = services
  const { account, cipher, configuration, webinarId } = connected
  const key = cipher.keyOf(webinarId, contact.email)
  const id = madeRegistrationId(webinar, key.emailHash)
  const record = await registrationStore.record(id)
  const applied = await registrationStore.readApplied(key)
  const isBegun = record !== undefined && isSameRegistrant(record, key)
  if ((record && !isBegun) || !mayAdopt(applied, isBegun, isOrdered)) return false
  if (!record) {
    const place = { configuration, webinarId, emailHash: key.emailHash, kind: webinar.kind, webinarRow: webinar.id }
    const assignment = { ...place, sealedEmail: cipher.seal(contact.email, id), leaving: [] }
    await registrationStore.assign(id, { ...assignment, releasedProviderId: '', isUntied: true }, undefined)
  }
  if (applied.state !== 'registered' || !isBegun) {
    const { providerId } = person
    const adopted = { state: 'registered', appliedHash: adoptedHash, refusedHash: '', providerId } as const
    await registrationStore.fence(key, applied, adopted)
  }
  const text = sentence(registeredAt(account.title, '').message, await language(), statusRoom)
  const { kind, id: webinarRow, eventId } = webinar
  const draft = { kind, id, contactId: contact.id, webinarRow, eventId, eventRegistrationId }
  await crm.createRegistration({ ...draft, providerId: person.providerId }, text, owner)
  await tieRegistrant(id, person.email, connected, services)
  return true
}

/** Lets a registrant carry the registration that was made of them, unless they do already; whether it was to be done. */
export async function tieRegistrant(
  id: string,
  email: string,
  { account, webinarId }: ConnectedWebinar,
  { registrationStore }: Services,
): Promise<boolean> {
  const record = await registrationStore.record(id)
  if (!record?.isUntied) return false
  await account.carry?.(webinarId, email, id).catch(ifRefused)
  const { isUntied: _isUntied, ...tied } = record
  // A worker that wrote the record meanwhile kept the note: then this is done once more.
  await registrationStore.assign(id, tied, record).catch(ifConflict)
  return true
}

/** The id on the row tells as well whose attendance it is. */
function ifRefused(error: unknown): undefined {
  if (!(error instanceof RefusedError)) throw error
}
