import type { ThereRegistrant } from '../../model/registered-there.ts'
import { contactPlace, madeConsentId, readPurpose } from '../../rules/registrants/made-ids.ts'
import { distinctByEmail } from '../../rules/registrants/newcomers.ts'
import type { Services } from '../../services.ts'
import type { ConnectedWebinar } from '../registrations/registrant.ts'

/**
 * Writes to Dynamics that people agreed to marketing mails at the provider, where it has no record of them for the purpose:
 * what somebody told Dynamics itself, such as that they want none, stands. How many were written.
 * @param entered the purpose as an administrator entered it; undefined: none is written
 */
export async function writeConsents(
  entered: string | undefined,
  people: readonly ThereRegistrant[],
  { cipher }: Pick<ConnectedWebinar, 'cipher'>,
  { crm }: Pick<Services, 'crm'>,
): Promise<number> {
  const purpose = readPurpose(entered)
  const emails = distinctByEmail(people.filter(({ hasConsented }) => hasConsented)).map(({ email }) => email)
  if (!purpose || emails.length === 0) return 0
  const lacking = await crm.withoutConsent(purpose, emails)
  if (lacking.length === 0) return 0
  const rows = lacking.map((email) => ({
    id: madeConsentId(purpose, cipher.keyOf(contactPlace, email).emailHash),
    email,
  }))
  const results = await crm.writeConsents(purpose, rows)
  return results?.filter(({ status }) => status === 'fulfilled').length ?? 0
}
