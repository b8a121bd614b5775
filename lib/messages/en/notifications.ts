import type { Entry } from '../message.ts'

type Refusals = { title: string; count: number; reason: string }

/** For the owner of an event, in the apps of Dynamics. */
export const notifications = {
  refusals_title: 'Webinar registrations were refused.',
  refusals_body: ({ title, count, reason }: Refusals) => {
    const so = count === 1 ? '1 registration is refused' : `${count} registrations are refused`
    const why = count === 1 ? 'It says' : 'Most often they say'
    return reason ? `“${title}”: ${so}. ${why}: ${reason}` : `“${title}”: ${so}. The rows say why.`
  },
  refusals_link: ({ kind }: { kind: 'event' | 'session' }) => `Open the ${kind}`,
} satisfies Record<string, Entry>
