import { bestGuess } from './best-guess.ts'
import { refuse } from './refusal.ts'
import { sentAs } from './registration-form.ts'
import { choice, flag } from './request.ts'
import type { Event, Fields } from './types.ts'

/** Refuses values that no event accepts; names may be longer in a change than in a registration. */
export function refuseWrongValues(form: Fields, longestName: 50 | 100): void {
  for (const [name, value] of Object.entries(form)) {
    const longest = name === 'firstname' || name === 'lastname' ? longestName : 100
    if (value.length > longest) {
      refuse(bestGuess.invalidRegistration, `The field ${name} must not exceed ${longest} characters.`)
    }
  }
  for (const name of ['eventemail', 'marketingemail', 'isblocked', 'isdeleted']) {
    if (form[name] !== undefined) flag(form, name, 'N')
  }
  if (form.emailformat !== undefined) choice(form, 'emailformat', ['text', 'html'], 'html')
}

/** Refuses a malformed e-mail address. */
export function refuseWrongEmail({ email }: Fields): void {
  if (email && !/^[^\s@]+@[^\s@]+$/.test(email)) refuse(bestGuess.invalidRegistration, 'The field email is not valid.')
}

/** Refuses a registration without an e-mail or without a field that the event requires. */
export function refuseMissing(required: string[], form: Fields): void {
  const missing = ['email', ...required].map(sentAs).find((name) => !form[name]?.trim())
  if (missing) refuse(bestGuess.invalidRegistration, `The required field ${missing} is missing.`)
}

/** Refuses a change that empties a field the event requires. */
export function refuseBlanks(event: Event, form: Fields): void {
  const blank = event.requiredFields.map(sentAs).find((name) => form[name] !== undefined && !form[name].trim())
  if (blank) refuse(400, `The required field ${blank} must not be blank.`)
}

/** Refuses a value that is not an option of its dropdown. */
export function refuseForeignOptions(event: Event, form: Fields): void {
  for (const [id, options] of Object.entries(event.dropdowns)) {
    const value = form[sentAs(id)]
    if (value && !options.includes(value)) {
      refuse(bestGuess.invalidRegistration, `The value of the field ${sentAs(id)} is not one of its options.`)
    }
  }
}
