import { pacific } from './pacific.ts'
import { refuse } from './refusal.ts'
import { change, toReceipt } from './registrant.ts'
import { refuseBlanks, refuseForeignOptions, refuseWrongValues } from './registration-rules.ts'
import { flag } from './request.ts'
import { find, rename } from './roster.ts'
import type { Call } from './types.ts'
import { eventsOf, openEvent } from './world.ts'

/** `PATCH /event/{eventId}/registrant`: changes the fields sent of the registrant with an e-mail, which stays. */
export function patchRegistrant({ world, account, path, query, form }: Call): object {
  const event = openEvent(world, account.clientId, path.eventId)
  if (!form.email?.trim()) refuse(400, 'The field email is missing.')
  refuseWrongValues(form, 100)
  if (flag(query, 'honorRequired', 'Y')) refuseBlanks(event, form)
  if (flag(query, 'honorValidation', 'Y')) refuseForeignOptions(event, form)
  const registrant = find(event.registrants, form.email) ?? refuse(403, 'The email provided was not found.')
  // lastactivity stays: this call is not among those documented to change it.
  change(registrant, form)
  return toReceipt(registrant)
}

/** `PATCH /registrant/{email}`: changes a person in all events of the client; `email` in the form is the new address. */
export function patchPerson({ world, account, path, form }: Call): object {
  refuseWrongValues(form, 100)
  const email = form.email
  if (email?.trim() === '') refuse(400, 'The field email must not be blank.')
  const found = eventsOf(world, account.clientId).flatMap(({ registrants }) => {
    const registrant = find(registrants, path.email)
    return registrant ? [{ registrants, registrant }] : []
  })
  if (found.length === 0) refuse(404, 'The registrant was not found.')
  if (email && found.some(({ registrants, registrant }) => (find(registrants, email) ?? registrant) !== registrant)) {
    refuse(400, 'The new email already exists in one of the events.')
  }
  for (const { registrants, registrant } of found) {
    change(registrant, form)
    if (email) rename(registrants, registrant, email)
    registrant.lastactivity = pacific(world.now())
  }
  return { updatedregistrants: found.map(({ registrant }) => registrant.eventuserid) }
}
