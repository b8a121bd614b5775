import type { WebinarKind } from '../../model/crm.ts'
/** The words of the status column, which Microsoft left free. */
export const webinarStatus = {
  ready: 'Ready',
  attention: 'Needs attention',
  cancelled: 'Cancelled',
} as const

/** What a row says of a webinar that is as it should be. */
export function readyReason(provider: string): string {
  return `The webinar is at ${provider}; changes made here go there.`
}

export function cancelledReason(provider: string, how: 'begun' | 'kept' | 'deleted'): string {
  if (how === 'begun') return `Cancelled after its begin; ${provider} keeps the webinar and who was registered.`
  if (how === 'deleted') return `Cancelled; the webinar is deleted at ${provider}.`
  return `Cancelled; nobody is registered at ${provider} any more, which keeps the webinar itself.`
}

/** Why a webinar that is there is not taken. */
export function inactiveReason(webinarId: string, provider: string): string {
  return `The webinar ${webinarId} is inactive at ${provider}.`
}

/** Why a change is not told to the provider once the start on the row has passed. */
export function lateReason(kind: WebinarKind, begun: boolean): string {
  if (begun) return 'The webinar has begun; what was changed since stays in CRM.'
  return `The ${kind} begins in the past, though its webinar has not begun; correct its start.`
}

/** What a row says while it does not work. */
export function troubleReason(reason: string, ends: 'tries again' | 'gave up' | undefined): string {
  if (!ends) return reason
  return ends === 'gave up'
    ? `${reason} The connector gave up; save this again.`
    : `${reason} The connector tries again.`
}
