import { NotFoundError } from '../core/errors.ts'

const digits = /^\d{1,20}$/

/**
 * The id of an event, in digits, in what a planner typed or pasted: the id itself or the audience link
 * `https://event.on24.com/wcc/r/{eventid}/{key}` (apidoc.on24.com, audienceurl). Undefined if there is none.
 */
export function readWebinarId(typed: string): string | undefined {
  // Pasted text brings characters along that nobody sees.
  const text = typed.replace(/\p{Cf}/gu, '').trim()
  return digits.test(text) ? text : /\/wcc\/r\/(\d{1,20})(?:[/?#]|$)/.exec(text)?.[1]
}

/** @throws NotFound, without a call, if this is no id of an event */
export function eventPath(webinarId: string): string {
  if (!digits.test(webinarId)) throw new NotFoundError({ code: 'provider_knows_not', provider: 'ON24' })
  return `event/${webinarId}`
}
