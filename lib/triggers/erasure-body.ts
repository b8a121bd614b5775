import * as v from 'valibot'
import { fault, known } from './faults.ts'
import { guid } from './request.ts'

const wrongAddress = fault({ code: 'not_address', member: 'email' })
const members = {
  contact: v.optional(guid('contact')),
  email: v.optional(v.pipe(v.string(wrongAddress), v.trim(), v.maxLength(320, wrongAddress), v.email(wrongAddress))),
}

/** The body of `POST /erasures`: a contact or an address. */
export const ErasureBody = v.pipe(
  known(members, 'unknown_member'),
  v.check(({ contact, email }) => (contact === undefined) !== (email === undefined), fault({ code: 'not_one_person' })),
  v.transform(({ contact, email = '' }) => (contact ? { contact } : { email })),
)
