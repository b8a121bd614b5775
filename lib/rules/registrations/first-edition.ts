import { createHash } from 'node:crypto'
import { normalizeEmail } from '../../core/email.ts'
import type { Registrant } from '../../model/webinar.ts'

/** The hashes of the first release, by which its records are found and upgraded. To be removed with the next release. */

export function firstEditionEmailHash(webinarId: string, email: string): string {
  return hash([webinarId, normalizeEmail(email)])
}

export function firstEditionRegistrantHash(registrant: Registrant): string {
  const { registrationId, email, firstName, lastName, company, jobTitle, mailsFrom, fields } = registrant
  return hash([
    registrationId,
    email,
    firstName,
    lastName,
    company,
    jobTitle,
    ...(mailsFrom ? [mailsFrom] : []),
    ...(fields ? [JSON.stringify(fields)] : []),
  ])
}

function hash(parts: readonly string[]) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url')
}
