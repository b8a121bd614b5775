import { isSameEmail } from '../../core/email.ts'
import { missingIfUnreadable } from '../../core/errors.ts'
import type { RegistrantCipher } from '../../credentials/registrant-cipher.ts'
import type { PersonsRegistration } from '../../dataverse/people.ts'
import type { Services } from '../../services.ts'
import type { Erasure } from '../../stores/erasures.ts'
import type { NotedRegistrant } from '../../stores/former-registrants.ts'
import { distinctAddresses } from './addresses.ts'

/**
 * All that is known of a person in an account. `others`: registrations of other people who use an address of a contact that
 * was deleted; `former`: the registrants that the contact was before.
 */
export type Traces = {
  registrations: readonly PersonsRegistration[]
  others: readonly PersonsRegistration[]
  former: readonly NotedRegistrant[]
  emails: string[]
}

/** Looks for a person in an account: in CRM, and among the registrants that they were. */
export async function findTraces(
  { contact, deleted }: Erasure,
  configuration: string,
  given: readonly string[],
  cipher: RegistrantCipher,
  { crm, formerRegistrants, registrationStore }: Services,
): Promise<Traces> {
  const isTheirs = (one: NotedRegistrant) =>
    one.contact === contact ||
    (!deleted && given.some((email) => cipher.keyOf(one.webinarId, email).emailHash === one.emailHash))
  const former = (await formerRegistrants.inAccount(configuration)).filter(isTheirs)
  const left = former.flatMap(({ sealedEmail, registration }) => cipher.open(sealedEmail, registration) || [])
  const emails = distinctAddresses([...given, ...left])
  const found = await crm.registrationsOfPerson({ contact: contact || undefined, emails })
  const here = found.filter(({ webinar }) => webinar.configuration === configuration)
  // Nobody has a registration of a contact that is gone: these are of others, by its address.
  if (deleted) return { registrations: [], others: here, former, emails: apartFrom(emails, here) }
  return { registrations: here, others: [], former, emails: distinctAddresses([...emails, ...(await recorded(here))]) }

  /** Addresses under which the connector knows these registrations: one may have had another before. */
  async function recorded(registrations: readonly PersonsRegistration[]) {
    const addresses: string[] = []
    for (const { id } of registrations) {
      const record = await registrationStore.record(id).catch(missingIfUnreadable)
      for (const { sealedEmail } of record ? [record, ...record.leaving] : []) {
        const address = cipher.open(sealedEmail, id)
        if (address) addresses.push(address)
      }
    }
    return addresses
  }
}

function apartFrom(emails: readonly string[], others: readonly PersonsRegistration[]) {
  return emails.filter((email) => !others.some((other) => isSameEmail(other.email, email)))
}
