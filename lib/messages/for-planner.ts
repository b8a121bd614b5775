import { accountAccess } from './en/configurations.ts'
import { registrations } from './en/registrations.ts'
import { templates } from './en/templates.ts'
import { webinars } from './en/webinars.ts'
import type { UserMessage } from './message.ts'

/** How an attempt ended: what was sent was refused, it comes back by itself, or it does so no longer. */
export type Ending = 'refused' | 'tries again' | 'gave up'

/**
 * The message that a planner's row shows for an error. Planners can mend events, sessions and contacts; of an account they learn that
 * their administrator has to see to it, and of the machinery below only that it takes longer.
 */
export function forPlanner(message: UserMessage, ending: Ending): UserMessage {
  if (ending === 'gave up') return { code: 'gave_up' }
  if (Object.hasOwn(accountAccess, message.code)) return { code: 'no_access' }
  if (ending === 'tries again') return { code: 'waiting' }
  return isForPlanners(message) ? message : { code: 'not_processed' }
}

/** Whether a message speaks of what planners know: events, sessions, registrations and contacts. */
export function isForPlanners({ code }: UserMessage): boolean {
  return [registrations, webinars, templates].some((messages) => Object.hasOwn(messages, code))
}
