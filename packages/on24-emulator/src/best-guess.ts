import type { Level } from './types.ts'

/**
 * Values and rules that https://apidoc.on24.com and https://api.on24.com/v2/openapi.json leave open; the emulator takes the
 * likeliest reading. The values stand below. Guessed behaviour, and the file that has it:
 * - a second POST changes the registrant in place, keeps id, creation time and partnerref, and does not undelete;
 *   with isDeleted, only the e-mail is required (register.ts)
 * - form names are taken in camelCase and in lower case (contract.ts)
 * - a page past the end is empty (paging.ts); a rolling interval is whole days, today included (date-window.ts)
 * - a start in the past is refused; an event that has begun cannot be deleted (412) (event-form.ts, event-writes.ts)
 * - a start without offset is in the event's zone if it is written with AM or PM (live-start.ts)
 * - only attendance changes an event's lastupdated, and at once (start.ts)
 * - quotas count per client and endpoint, by the minutes of the clock (quota.ts)
 * - a token of another client gives 403
 * - a copy of an event has its campaign code, tags, hybrid place and test flag unless the form has others; a tag of the
 *   form is added to the tags (copied-event.ts, event-form.ts)
 * - a new event has three e-mails, of which two are sent; a change of one keeps what is not sent (emails.ts)
 * - a PATCH of a registrant with `exteventusercd` alone changes that, and keeps the consent that they gave
 *   (change-registrant.ts)
 * - to block somebody who is blocked changes nothing; somebody who registers again stays blocked (change-registrant.ts)
 * - all messages are worded here, except those for missing headers, quota, permission and an unknown e-mail on PATCH
 */
export const bestGuess = {
  /** Status for a missing required field, and for a value that is too long or outside a dropdown; none is listed. */
  invalidRegistration: 400,
  /** Status for delete or undelete after the event has begun; none is listed. */
  tooLateToDelete: 400,
  /** Status for a change of an event that has begun; none is listed. */
  tooLateToChange: 400,
  /** Status for a content type other than a form's, or any on a GET, as users report. */
  wrongContentType: 415,
  /** Status for `itemsPerPage` above the limit; ON24 may clamp it instead. */
  pageTooLarge: 400,
  /** Longest span of the client-level lists, in days; documented for `/event` only. */
  clientListDays: 180,
  /** Default of the two mail flags; documented both as opt-in and as opt-out. */
  mailFlag: 'N' as const,
  /** Time between the opening of the lobby and the presentation, as in all published examples. */
  lobbyMinutes: 15,
  /** Time between the live end and the opening of the archive, as in most published examples. */
  archiveDelayMinutes: 30,
  /** For so long an attendee's news are in the client's list with `realtimeonly` alone; how late they are after that is told as up to a day. */
  realTimeMinutes: 15,
  /** Values of the `userstatus` filter that mean every status. */
  everyStatus: ['any', 'all'],
} as const

/** The address of a registrant without one; ON24 calls these system-generated. */
export function anonymousEmail(eventUserId: number): string {
  return `${eventUserId}@anonymous.on24.example`
}

/** True if an address is system-generated. */
export function isAnonymous(email: string): boolean {
  return email.endsWith('@anonymous.on24.example')
}

/** The access level a call needs; the documents name the levels and leave most calls unassigned. */
export function levelOf(call: string): Level {
  if (/\/(regfield|forget|forgetall)$/.test(call) || /^(POST|PATCH) .*\/registrant/.test(call)) return 'registration'
  if (!call.startsWith('GET ')) return 'event-management'
  if (call.includes('/event/{eventId}')) return 'event-analytics'
  const lists = /\/(eventtypes|timezones|languages|eventprofile|\w+manager|\w+rep|tokens|customaccounttag|users)$/
  return lists.test(call) && !call.endsWith('mediamanager') ? 'helper' : 'account-analytics'
}
