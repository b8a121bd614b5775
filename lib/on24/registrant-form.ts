import * as v from 'valibot'
import type { UserMessage } from '../messages/message.ts'
import type { Registrant } from '../model/webinar.ts'

/** How much ON24 takes of each (apidoc.on24.com, registrant fields). */
const longest = { email: 100, name: 50, other: 100 }

const Email = v.pipe(v.string(), v.rfcEmail())
/** No public source says which addresses in other scripts ON24 takes: beyond ASCII only the shape is looked at. */
const InternationalEmail = v.pipe(v.string(), v.regex(/[^ -~]/), v.regex(/^[^\s@,;<>]+@[^\s@,;<>]+$/))

/**
 * The form of `POST …/registrant`. Field names are lower case, as ON24's documentation and every production client
 * have them.
 * @param blanks ON24 keeps what is not sent, so what was emptied has to be sent empty; left out for somebody new, of whom
 *   ON24 may know more than CRM
 */
export function toRegistrantForm(registrant: Registrant, { blanks }: { blanks: boolean }): Record<string, string> {
  const form = {
    email: registrant.email.trim(),
    firstname: cut(registrant.firstName, longest.name),
    lastname: cut(registrant.lastName, longest.name),
    company: cut(registrant.company, longest.other),
    jobtitle: cut(registrant.jobTitle, longest.other),
    exteventusercd: registrant.registrationId,
    // Marketing consent is not ours to give. Both are sent always, because ON24 documents their defaults in two ways.
    eventemail: registrant.mailsFrom === 'crm' ? 'N' : 'Y',
    marketingemail: 'N',
  }
  return blanks ? form : Object.fromEntries(Object.entries(form).filter(([, value]) => value !== ''))
}

/** Every field that a registration from CRM can fill. */
export const formFields: Record<string, string> = toRegistrantForm(
  { registrationId: 'x', email: 'x', firstName: 'x', lastName: 'x', company: 'x', jobTitle: 'x' },
  { blanks: false },
)

/** Why ON24 would never take this person, if so. */
export function validateRegistrant({ email }: Pick<Registrant, 'email'>): UserMessage | undefined {
  const address = email.trim()
  if (!address) return { code: 'contact_without_email' }
  if (address.length > longest.email) return { code: 'email_too_long', most: longest.email }
  return v.is(v.union([Email, InternationalEmail]), address) ? undefined : { code: 'email_malformed' }
}

/** Cut to a length, never through the middle of a character. */
function cut(value: string, length: number) {
  const text = value.trim().replace(/\s+/g, ' ')
  return text
    .slice(0, length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .trim()
}
