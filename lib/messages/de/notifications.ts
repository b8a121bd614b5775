import type { notifications as english } from '../en/notifications.ts'
import type { Translation } from '../message.ts'
import { die } from './words.ts'

/** For the owner of an event, in the apps of Dynamics. */
export const notifications: Translation<typeof english> = {
  refusals_title: 'Webinaranmeldungen wurden abgelehnt.',
  refusals_body: ({ title, count, reason }) => {
    const so = count === 1 ? '1 Anmeldung ist abgelehnt' : `${count} Anmeldungen sind abgelehnt`
    const why = count === 1 ? 'Dort steht' : 'Meist steht dort'
    return reason ? `„${title}“: ${so}. ${why}: ${reason}` : `„${title}“: ${so}. Den Grund nennen die Anmeldungen.`
  },
  refusals_link: ({ kind }) => `${die(kind)} öffnen`,
}
