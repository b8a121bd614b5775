import { isSameEmail } from '../../core/email.ts'
import { ConflictError, RefusedError } from '../../core/errors.ts'
import type { UserMessage } from '../../messages/message.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { FoundContact, ThereRegistrant } from '../../model/registered-there.ts'
import { isThere } from '../../model/webinar.ts'
import type { Services } from '../../services.ts'
import { requireWebinar } from '../operations/backfill.ts'
import { connectOrExplain } from '../operations/plan-backfill.ts'
import type { ConnectedWebinar } from '../registrations/registrant.ts'
import { makeContact } from './make-contact.ts'
import { makeRegistration } from './make-registration.ts'

type Attendee = { webinar: WebinarRow; connected: ConnectedWebinar; person: ThereRegistrant }

/**
 * Ties an unmatched attendee to a contact, by a registration that is made for it, or by the one that it has. The next
 * reading of attendance finds it.
 * @param row id of the row of the unmatched attendee
 * @throws Refused if there is no such attendee or contact, or the provider was told to keep the person out; Conflict
 */
export async function tieToContact(row: string, contactId: string, services: Services): Promise<UserMessage> {
  const attendee = await requireAttendee(row, 'thisContact', services)
  const contact = await services.crm.contact(contactId)
  if (!contact) throw new RefusedError({ code: 'request_without_contact' })
  if (!contact.isActive) throw new RefusedError({ code: 'contact_inactive' })
  const invalid = attendee.connected.account.validateRegistrant(contact)
  if (invalid) throw new RefusedError(invalid)
  const code = await tie(row, attendee, contact, services)
  return { code }
}

/**
 * Makes the contact of an unmatched attendee, with the names that they gave at the provider, and ties them to it. One that
 * has the address already is taken.
 * @throws Refused if nobody can tell which contact it is, or Dynamics takes another address for the same; Conflict
 */
export async function tieToNewContact(row: string, services: Services): Promise<UserMessage> {
  const attendee = await requireAttendee(row, 'makeContact', services)
  const { webinar, connected, person } = attendee
  const invalid = connected.account.validateRegistrant(person)
  if (invalid) throw new RefusedError({ code: 'attendee_without_address' })
  const owner = await services.crm.webinarOwner(webinar.kind, webinar.id)
  const { contact, isNew } = await makeContact(person, webinar, connected, owner, services)
  if (contact === 'busy') throw new ConflictError('Another worker makes a contact.')
  if (contact === 'several') throw new RefusedError({ code: 'contacts_several' })
  if (contact === 'similar') throw new RefusedError({ code: 'contact_similar' })
  const code = await tie(row, attendee, contact, services)
  return isNew ? { code: 'contact_made' } : { code }
}

/** Takes an unmatched attendee off the lists, for good. @throws Refused if there is no such row */
export async function ignoreAttendee(row: string, { crm }: Services): Promise<UserMessage> {
  if (!(await crm.unmatchedAttendee(row)))
    throw new RefusedError({ code: 'request_without_subject', request: 'ignore' })
  await crm.closeUnmatched(row)
  return { code: 'attendee_ignored' }
}

async function requireAttendee(
  row: string,
  request: 'thisContact' | 'makeContact',
  services: Services,
): Promise<Attendee> {
  const { crm, listedRegistrants } = services
  const found = await crm.unmatchedAttendee(row)
  if (!found) throw new RefusedError({ code: 'request_without_subject', request })
  const webinar = await requireWebinar({ table: crm.webinarTableOf(found.kind), id: found.webinarRow }, crm)
  const connected = await connectOrExplain(webinar, services)
  if ('problem' in connected) throw new RefusedError(connected.problem)
  if (!found.email.includes('@')) throw new RefusedError({ code: 'attendee_without_address' })
  const { byProviderId } = await listedRegistrants(connected.configuration, connected.webinarId)
  const listed = [...byProviderId.values()].find((one) => isThere(one) && isSameEmail(one.email, found.email))
  if (!listed) throw new RefusedError({ code: 'attendee_gone', provider: connected.account.title })
  const { providerId, registrationId, email } = listed
  return {
    webinar,
    connected,
    person: { providerId, registrationId, email, person: found.person, hasConsented: false },
  }
}

async function tie(row: string, { webinar, connected, person }: Attendee, contact: FoundContact, services: Services) {
  const { crm } = services
  const { kind, id, eventId } = webinar
  const theirs = await crm.registrationsOfPerson({ contact: contact.id, emails: [] })
  const existing = theirs.find((one) => one.kind === kind && one.webinar.id === id)
  if (existing) await connected.account.carry?.(connected.webinarId, person.email, existing.id)
  else {
    const ofEvent = theirs.find((one) => one.kind === 'event' && one.webinar.id === eventId)
    const owner = await crm.webinarOwner(kind, id)
    const making = { contact, person, isOrdered: true, owner }
    const eventRegistrationId = kind === 'session' ? ofEvent?.id : undefined
    const isMade = await makeRegistration(webinar, connected, { ...making, eventRegistrationId }, services)
    if (!isMade) throw new RefusedError({ code: 'attendee_kept_out', provider: connected.account.title })
    await services.markCounted(webinar)
  }
  await crm.closeUnmatched(row)
  return existing ? 'attendee_tied_before' : 'attendee_tied'
}
