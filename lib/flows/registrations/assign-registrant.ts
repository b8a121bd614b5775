import { randomBytes } from 'node:crypto'
import { RefusedError } from '../../core/errors.ts'
import type { Registration } from '../../model/crm.ts'
import { type JoinLink, rightLink } from '../../rules/registrations/join-link.ts'
import { type Assignment, isSameRegistrant } from '../../rules/registrations/registrant-key.ts'
import { isActive } from '../../rules/registrations/standing.ts'
import type { Services } from '../../services.ts'
import type { RegistrationRecord } from '../../stores/registrations.ts'
import { noteFormerContact } from './note-former.ts'
import type { RegistrantAt } from './registrant.ts'
import { releaseRegistrant } from './release-registrant.ts'

type Stored = RegistrationRecord & { etag: string }

/**
 * Assigns a registration to the registrant that it belongs to now, and releases the one that it leaves.
 *
 * The record names the new registrant first, and each that is left until that is released. So whoever still works for an
 * old registrant either sees the new assignment, or has the release come after them; and a crash in between is recovered
 * by the next run. The new assignment waits for no release: two registrations that take each other's place would wait
 * for each other.
 * @throws RefusedError if the provider would never take this person; then the registration stays where it is
 */
export async function assignRegistrant(
  registration: Registration,
  to: RegistrantAt,
  before: Stored | undefined,
  services: Services,
): Promise<RegistrationRecord> {
  const { id, contact } = registration
  if (before) await noteFormerContact(registration, before, services)
  const invalid = isActive(registration) ? to.account.validateRegistrant(contact) : undefined
  if (invalid) throw new RefusedError(invalid)
  const email = contact.email
  const stays = before && isSameRegistrant(before, to.key)
  const link = linkOf(registration, before?.link, to, services)
  const { eraseDeleted } = await services.crm.accountSettings(to.configuration)
  const contactId = eraseDeleted ? (registration.contactId ?? '') : ''
  const isSameContact = (before?.contact ?? '') === contactId
  if (stays && before.sealedEmail && isSameLink(before.link, link) && isSameContact) {
    return finishLeaving(id, before, to, email, services)
  }

  const left = before ? [...before.leaving, ...(stays ? [] : [assignmentOf(before)])] : []
  const { configuration, webinarId, emailHash } = to.key
  const { kind, webinarRow } = to
  const assigned = await services.registrationStore.assign(
    id,
    {
      ...{ configuration, webinarId, emailHash, kind, webinarRow },
      // Of somebody who was erased there is no address, and none comes back.
      sealedEmail: (stays && before.sealedEmail) || to.cipher.seal(email, id),
      contact: contactId,
      // A registration that comes back to a registrant that it was leaving leaves it no more.
      leaving: left.filter((one) => !isSameRegistrant(one, to.key)),
      releasedProviderId: before?.releasedProviderId ?? '',
      ...(link && { link }),
      ...(stays && before.isUntied && { isUntied: true }),
    },
    before,
  )
  return finishLeaving(id, assigned, to, email, services)
}

/**
 * Releases the registrants that a registration is moving away from, one after the other.
 * @param to where the registration goes; undefined if it is gone
 */
export async function finishLeaving(
  id: string,
  record: Stored,
  to: RegistrantAt | undefined,
  email: string | undefined,
  services: Services,
): Promise<Stored> {
  const [first, ...leaving] = record.leaving
  if (!first) return record
  const releasedProviderId = await releaseRegistrant(id, first, to, email, services)
  const released = { ...record, leaving, releasedProviderId: releasedProviderId || record.releasedProviderId }
  const written = await services.registrationStore.assign(id, released, record)
  return finishLeaving(id, written, to, email, services)
}

/** The join link of a registration, where the app knows its own address. */
function linkOf(registration: Registration, before: JoinLink | undefined, to: RegistrantAt, services: Services) {
  if (services.publicAddress === undefined) return before
  const sign = (salt: string) => to.cipher.signLink(registration.id, salt)
  return rightLink(registration, before, sign, randomBytes(6).toString('base64url'))
}

function isSameLink(a: JoinLink | undefined, b: JoinLink | undefined) {
  return a?.proof === b?.proof && a?.isOpen === b?.isOpen
}

function assignmentOf(record: Assignment): Assignment {
  const { configuration, webinarId, emailHash, kind, webinarRow, sealedEmail, contact } = record
  return { configuration, webinarId, emailHash, kind, webinarRow, sealedEmail, contact }
}
