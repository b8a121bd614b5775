import { anonymousEmail, bestGuess } from './best-guess.ts'
import { pacific } from './pacific.ts'
import { refuse } from './refusal.ts'
import { change, newRegistrant, toReceipt } from './registrant.ts'
import { refuseForeignOptions, refuseMissing, refuseWrongEmail, refuseWrongValues } from './registration-rules.ts'
import { flag } from './request.ts'
import { enrol, find } from './roster.ts'
import type { Call, Event, Fields, Registrant, World } from './types.ts'
import { openEvent } from './world.ts'

/**
 * `POST /event/{eventId}/registrant`: creates, or changes in place, the registrant with an e-mail. `isDeleted` cancels
 * and restores; there is no DELETE.
 */
export function postRegistrant({ world, account, path, query, form }: Call): object {
  const event = openEvent(world, account.clientId, path.eventId)
  const cancels = form.isdeleted !== undefined
  refuseWrongValues(form, 50)
  if (flag(query, 'honorRequired', 'Y')) refuseMissing(cancels ? [] : event.requiredFields, form)
  refuseWrongEmail(form)
  if (flag(query, 'honorValidation', 'Y')) refuseForeignOptions(event, form)
  if (cancels) cancelOrRestore(world, event, form)
  return toReceipt(upsert(world, event, form))
}

/** Registers without a check, as ON24's own registration page does. */
export function upsert(world: World, event: Event, form: Fields): Registrant {
  const known = find(event.registrants, form.email)
  if (known) {
    change(known, form)
    known.lastactivity = pacific(world.now())
    return known
  }
  world.lastEventUserId += 1
  const id = world.lastEventUserId
  const registrant = newRegistrant(event.eventid, id, form.email || anonymousEmail(id), form, world.now())
  enrol(event.registrants, registrant)
  return registrant
}

function cancelOrRestore(world: World, event: Event, form: Fields): void {
  const registrant = find(event.registrants, form.email)
  if (!registrant) refuse(412, 'The registrant does not exist and cannot be deleted or restored.')
  if (world.now() >= event.goodafter) {
    refuse(bestGuess.tooLateToDelete, 'A registrant cannot be deleted or restored after the event has begun.')
  }
  registrant.userstatus = form.isdeleted === 'Y' ? 'deleted' : 'active'
}
