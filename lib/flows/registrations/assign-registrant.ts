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
 * The record names the new registrant first and the one that is left until that is released. So whoever still works for
 * the old registrant either sees the new assignment, or has the release come after them; and a crash in between is
 * recovered by the next run.
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
  // A registration that comes back to the registrant that it was leaving swaps the two in one write.
  const returns = before?.leaving && isSameRegistrant(before.leaving, to.key)
  const record = before && !returns ? await finishLeaving(id, before, to, email, services) : before
  const stays = record && isSameRegistrant(record, to.key)
  const link = linkOf(registration, record?.link, to, services)
  const { eraseDeleted } = await services.crm.accountSettings(to.configuration)
  const contactId = eraseDeleted ? (registration.contactId ?? '') : ''
  const isSameContact = (record?.contact ?? '') === contactId
  if (stays && record.sealedEmail && isSameLink(record.link, link) && isSameContact) return record

  const { configuration, webinarId, emailHash } = to.key
  const { kind, webinarRow } = to
  const assigned = await services.registrationStore.assign(
    id,
    {
      ...{ configuration, webinarId, emailHash, kind, webinarRow },
      // Of somebody who was erased there is no address, and none comes back.
      sealedEmail: (stays && record.sealedEmail) || to.cipher.seal(email, id),
      contact: contactId,
      leaving: record && !stays ? assignmentOf(record) : undefined,
      releasedProviderId: record?.releasedProviderId ?? '',
      ...(link && { link }),
      ...(stays && record.isUntied && { isUntied: true }),
    },
    record,
  )
  return finishLeaving(id, assigned, to, email, services)
}

/**
 * Releases the registrant that a registration is moving away from, if there is one.
 * @param to where the registration goes; undefined if it is gone
 */
export async function finishLeaving(
  id: string,
  record: Stored,
  to: RegistrantAt | undefined,
  email: string | undefined,
  services: Services,
): Promise<Stored> {
  if (!record.leaving) return record
  const releasedProviderId = await releaseRegistrant(id, record.leaving, to, email, services)
  const released = {
    ...record,
    leaving: undefined,
    releasedProviderId: releasedProviderId || record.releasedProviderId,
  }
  return services.registrationStore.assign(id, released, record)
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
