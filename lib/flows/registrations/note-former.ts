import { ifConflict } from '../../core/errors.ts'
import type { Registration } from '../../model/crm.ts'
import type { Assignment } from '../../rules/registrations/registrant-key.ts'
import type { Services } from '../../services.ts'

/** Notes that a contact is no longer that of a registration: another is, or none, because it was deleted. */
export async function noteFormerContact(
  { id, contactId }: Registration,
  record: Assignment,
  services: Pick<Services, 'crm' | 'formerRegistrants'>,
): Promise<void> {
  if (record.contact !== contactId) await noteFormer(id, record, services)
}

/**
 * Notes the registrant that a contact was with a registration that is deleted, moves on or has another contact. Dynamics
 * deletes a contact after its registrations, and then nobody could tell under which address it is at the provider. Nothing
 * is noted where the account does not erase contacts that are deleted.
 */
export async function noteFormer(
  registration: string,
  left: Assignment,
  { crm, formerRegistrants }: Pick<Services, 'crm' | 'formerRegistrants'>,
): Promise<void> {
  const { contact, configuration, sealedEmail } = left
  if (!contact || !sealedEmail || !(await crm.accountSettings(configuration)).eraseDeleted) return
  await formerRegistrants.note({ ...left, contact, registration }).catch(ifConflict)
}
