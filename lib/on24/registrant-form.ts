import * as v from 'valibot'
import { cutText } from '../core/cut-text.ts'
import type { UserMessage } from '../messages/message.ts'
import type { Registrant } from '../model/webinar.ts'
import { longest, registrantFields } from './registrant-fields.ts'

const Email = v.pipe(v.string(), v.rfcEmail())
/** No public source says which addresses in other scripts ON24 takes: beyond ASCII only the shape is looked at. */
const InternationalEmail = v.pipe(v.string(), v.regex(/[^ -~]/), v.regex(/^[^\s@,;<>]+@[^\s@,;<>]+$/))

/**
 * The form of `POST …/registrant`. Field names are lower case, as ON24's documentation and every production client
 * have them.
 * @param isNew false: ON24 keeps what is not sent, so what was emptied has to be sent empty, and a consent to marketing
 *   stays as the person gave it there
 */
export function toRegistrantForm(registrant: Registrant, { isNew }: { isNew: boolean }): Record<string, string> {
  const form = {
    email: registrant.email.trim(),
    firstname: cut(registrant.firstName, longest.name),
    lastname: cut(registrant.lastName, longest.name),
    company: cut(registrant.company, longest.other),
    jobtitle: cut(registrant.jobTitle, longest.other),
    ...mapped(registrant.fields),
    exteventusercd: registrant.registrationId,
    // Both flags are said of somebody new, because ON24 documents their defaults in two ways.
    eventemail: registrant.mailsFrom === 'crm' ? 'N' : 'Y',
  }
  if (!isNew) return form
  // Marketing consent is not ours to give. Of somebody new ON24 may know more than CRM.
  return Object.fromEntries(Object.entries({ ...form, marketingemail: 'N' }).filter(([, value]) => value !== ''))
}

/** Why ON24 would never take this person, if so. */
export function validateRegistrant({ email }: Pick<Registrant, 'email'>): UserMessage | undefined {
  const address = email.trim()
  if (!address) return { code: 'contact_without_email' }
  if (address.length > longest.email) return { code: 'email_too_long', most: longest.email }
  return v.is(v.union([Email, InternationalEmail]), address) ? undefined : { code: 'email_malformed' }
}

/** A mapped value takes the place of the one that the contact has. */
function mapped(fields: Registrant['fields'] = {}) {
  return Object.fromEntries(
    registrantFields.flatMap(({ name, longest }) => {
      const value = fields[name]
      return value === undefined ? [] : [[name, cut(value, longest)]]
    }),
  )
}

function cut(value: string, length: number) {
  return cutText(value.trim().replace(/\s+/g, ' '), length).trim()
}
