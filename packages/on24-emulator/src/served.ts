import { listEventTypes, listLanguages, listTimeZones } from './account-lists.ts'
import { listAttendees, listClientAttendees } from './attendee-lists.ts'
import { patchPerson, patchRegistrant } from './change-registrant.ts'
import { changeEmail, listEmails } from './emails.ts'
import { getEvent, listEvents } from './event-calls.ts'
import { changeEvent, createEvent, deleteEvent } from './event-writes.ts'
import { forget } from './forget.ts'
import { postRegistrant } from './register.ts'
import { getPerson, listClientRegistrants, listRegistrants } from './registrant-lists.ts'
import { listFields } from './registration-form.ts'
import type { Handler } from './types.ts'

/** The operations that the emulator serves, by their name in the contract; the others answer 501. */
export const served: Record<string, Handler> = {
  'GET /client/{clientId}/event': listEvents,
  'GET /client/{clientId}/event/{eventId}': getEvent,
  'POST /client/{clientId}/event': createEvent,
  'PUT /client/{clientId}/event/{eventId}': changeEvent,
  'DELETE /client/{clientId}/event/{eventId}': deleteEvent,
  'GET /client/{clientId}/eventtypes': listEventTypes,
  'GET /client/{clientId}/languages': listLanguages,
  'GET /client/{clientId}/timezones': listTimeZones,
  'GET /client/{clientId}/event/{eventId}/email': listEmails,
  'PUT /client/{clientId}/event/{eventId}/email/{emailId}': changeEmail,
  'GET /client/{clientId}/event/{eventId}/regfield': listFields,
  'GET /client/{clientId}/event/{eventId}/registrant': listRegistrants,
  'POST /client/{clientId}/event/{eventId}/registrant': postRegistrant,
  'PATCH /client/{clientId}/event/{eventId}/registrant': patchRegistrant,
  'GET /client/{clientId}/event/{eventId}/attendee': listAttendees,
  'GET /client/{clientId}/registrant': listClientRegistrants,
  'GET /client/{clientId}/registrant/{email}': getPerson,
  'PATCH /client/{clientId}/registrant/{email}': patchPerson,
  'GET /client/{clientId}/attendee': listClientAttendees,
  'POST /client/{clientId}/forget': forget,
}
