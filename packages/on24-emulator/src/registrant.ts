import { bestGuess } from './best-guess.ts'
import { pacific } from './pacific.ts'
import { textFields } from './text-fields.ts'
import type { Fields, Registrant } from './types.ts'

/** A new registrant, created now. */
export function newRegistrant(
  eventid: number,
  eventuserid: number,
  email: string,
  fields: Fields,
  now: Date,
): Registrant {
  const at = pacific(now)
  const registrant: Registrant = {
    eventuserid,
    eventid,
    email,
    userstatus: 'active',
    isblocked: 'N',
    marketingemail: bestGuess.mailFlag,
    eventemail: bestGuess.mailFlag,
    emailformat: 'html',
    userprofileurl: `https://data.on24.com/webcast/lead?token=${eventuserid}`,
    createtimestamp: at,
    lastactivity: at,
    ...(fields.partnerref ? { partnerref: fields.partnerref } : {}),
  }
  change(registrant, fields)
  return registrant
}

/** Changes the fields that were sent; a blank value empties a field. */
export function change(registrant: Registrant, fields: Fields): void {
  for (const name of textFields) {
    if (fields[name]) registrant[name] = fields[name]
    else if (fields[name] === '') delete registrant[name]
  }
  for (const name of ['isblocked', 'marketingemail', 'eventemail'] as const) {
    if (fields[name]) registrant[name] = fields[name] === 'Y' ? 'Y' : 'N'
  }
  if (fields.emailformat) registrant.emailformat = fields.emailformat
}

/** Erases the personal data for good; the id stays, so that counts stay. */
export function erase(registrant: Registrant): void {
  for (const name of textFields) delete registrant[name]
  registrant.firstname = 'deleted'
  registrant.lastname = 'deleted'
  registrant.marketingemail = 'N'
  registrant.eventemail = 'N'
  registrant.userstatus = 'forgotten'
}

/** The answer of POST and PATCH, which has neither status nor times. */
export function toReceipt(registrant: Registrant): object {
  const { userstatus, createtimestamp, lastactivity, ...receipt } = registrant
  return receipt
}

/** A row of the registrant lists. */
export function toRow(registrant: Registrant): object {
  const { isblocked, ...row } = registrant
  return row
}

/** The answer about one person of a client, which lacks four fields of the lists. */
export function toLookup(registrant: Registrant): object {
  const { isblocked, createtimestamp, lastactivity, emailformat, ...lookup } = registrant
  return lookup
}
