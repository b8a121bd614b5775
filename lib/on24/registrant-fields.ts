import type { RegistrantField } from '../model/mapping.ts'
import { toCountryName } from './country-names.ts'

/** Characters that ON24 takes of each (apidoc.on24.com, registrant fields). */
export const longest = { email: 100, name: 50, other: 100 }

/** Fields that the connector fills by itself, and one that is no value of a person. */
const sentAnyway = ['email', 'exteventusercd', 'eventemail', 'marketingemail', 'isdeleted']

/** The fields of `POST …/registrant` that a mapping may fill (apidoc.on24.com: Register a user). */
export const registrantFields: readonly RegistrantField[] = [
  { name: 'firstname', caption: 'First name', longest: longest.name, fact: 'firstName' },
  { name: 'lastname', caption: 'Last name', longest: longest.name, fact: 'lastName' },
  { name: 'company', caption: 'Company', longest: longest.other, fact: 'company' },
  { name: 'jobtitle', caption: 'Job title', longest: longest.other, fact: 'jobTitle' },
  // ON24 takes a country by its full English name alone (support.on24.com).
  { name: 'country', caption: 'Country', longest: longest.other, fact: 'country', ownWord: toCountryName },
  { name: 'workphone', caption: 'Work phone', longest: longest.other, fact: 'phone' },
  { name: 'companyindustry', caption: 'Company industry', longest: longest.other, fact: 'industry' },
  { name: 'companysize', caption: 'Company size', longest: longest.other, fact: 'companySize' },
  { name: 'jobfunction', caption: 'Job function', longest: longest.other, fact: 'jobFunction' },
  { name: 'addressstreet1', caption: 'Street', longest: longest.other, fact: 'street' },
  { name: 'addressstreet2', caption: 'Street 2', longest: longest.other, fact: 'street2' },
  { name: 'city', caption: 'City', longest: longest.other, fact: 'city' },
  { name: 'state', caption: 'State', longest: longest.other, fact: 'state' },
  { name: 'zip', caption: 'Zip', longest: longest.other, fact: 'postalCode' },
  ...Array.from({ length: 10 }, (_, at) => other(`std${at + 1}`, `Custom ${at + 1}`)),
  other('partnerref', 'Partner reference'),
  other('homephone', 'Home phone'),
  other('fax', 'Fax'),
  other('username', 'User name'),
  other('other', 'Other'),
  other('notes', 'Notes'),
  other('emailformat', 'Email format'),
]

/** The name under which a registration has the field of a form: without the underscores of its id (`job_title`). */
export function fieldNameOf(fieldId: string): string {
  return fieldId.replaceAll('_', '').toLowerCase()
}

export function isSentAnyway(name: string): boolean {
  return sentAnyway.includes(name)
}

function other(name: string, caption: string): RegistrantField {
  return { name, caption, longest: longest.other }
}
