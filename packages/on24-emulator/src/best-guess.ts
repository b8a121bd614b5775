import type { Level } from './types.ts'

/**
 * What https://apidoc.on24.com and https://api.on24.com/v2/openapi.json leave open; the stand-in takes the likeliest
 * reading. Values and rules that can be named stand below. What is guessed of the behaviour, and where it happens:
 * - a second POST changes the registrant in place, keeps id, creation time and partnerref, and does not undelete;
 *   with isDeleted, only the e-mail is required (register.ts)
 * - form names are taken in camelCase and in lower case (contract.ts)
 * - a page past the end is empty (paging.ts); a rolling interval is whole days, today included (date-window.ts)
 * - a start in the past is refused; what is on air or over is not deleted any more (412) (event-form.ts, event-writes.ts)
 * - a start without zone is by the event's own clock if written with AM or PM (live-start.ts)
 * - attendance alone moves an event's lastupdated, and at once (start.ts)
 * - a token of another client is 403, and every message but those of missing headers, quota, permission and an unknown
 *   e-mail on PATCH is our own wording
 */
export const bestGuess = {
  /** A missing required field, a value too long or outside a dropdown: no status is listed. */
  invalidRegistration: 400,
  /** Delete or undelete once the event has begun is impossible; no status is listed. */
  tooLateToDelete: 400,
  /** A change of an event that has begun; no status is listed. */
  tooLateToChange: 400,
  /** A content type other than a form's, or any on a GET, is reported to give this. */
  wrongContentType: 415,
  /** `itemsPerPage` above the limit: refused or clamped. */
  pageTooLarge: 400,
  /** Quotas count per client and endpoint, from the first call of a minute. */
  quotaWindowMs: 60_000,
  /** The longest span on the client-level lists; documented for `/event` only. */
  clientListDays: 180,
  /** Whether ON24 may mail the registrant; documented both as opt-in and as opt-out. */
  mailFlag: 'N' as const,
  /** The lobby opens this long before the presentation; so in all published examples. */
  lobbyMinutes: 15,
  /** The archive opens this long after the live end; so in most published examples. */
  archiveDelayMinutes: 30,
  /** `userstatus` filters of the documents that mean everybody. */
  everyStatus: ['any', 'all'],
} as const

/** The address of a registrant who came without one; ON24 calls these system-generated. */
export function anonymousEmail(eventUserId: number): string {
  return `${eventUserId}@anonymous.on24.example`
}

/** Whether an address is system-generated. */
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
