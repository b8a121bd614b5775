import type { Entry } from '../message.ts'

type Provider = { provider: string }
type Kind = { kind: 'event' | 'session' }

/** Of a registration, for its planner: in a column of 100 characters. */
export const registrations = {
  registered: ({ provider }: Provider) => `Registered at ${provider}`,
  cancelled: ({ provider }: Provider) => `Cancelled at ${provider}`,
  blocked: ({ provider }: Provider) => `Cancelled after the start: blocked at ${provider}`,
  erased: ({ provider }: Provider) => [
    `Erased at ${provider} on request, so not sent again.`,
    'To undo: cancel and restore this.',
  ],

  waitlisted: 'Waitlisted in Dynamics. It is sent once it is registered; there is nothing to do.',
  on_hold: 'On hold in Dynamics. It is sent once it is registered; there is nothing to do.',
  status_reason_unknown: ['Not sent: its status reason is not known here.', 'Your administrator: say what it means.'],

  contact_without_email: ['The contact has no e-mail address.', 'Enter one on the contact.'],
  email_malformed: ['The contact’s e-mail address is not valid.', 'Correct it on the contact.'],
  email_too_long: ({ most }: { most: number }) => [
    `The contact’s e-mail address has more than ${most} characters.`,
    'Enter a shorter one.',
  ],
  registration_fields_missing: ({ provider, fields }: Provider & { fields: string }) => [
    `${provider} requires: ${fields}.`,
    'Complete the contact, or ask your administrator.',
  ],
  registration_fields_not_options: ({ provider, fields }: Provider & { fields: string }) => [
    `${provider} has no such choice for: ${fields}.`,
    'Correct the contact, or ask your administrator.',
  ],
  registration_fields_too_long: ({ provider, fields }: Provider & { fields: string }) => [
    `Too long for ${provider}: ${fields}.`,
    'Shorten it, or ask your administrator.',
  ],
  registration_webinar_unknown: ({ provider }: Provider) => [
    `${provider} does not know this webinar.`,
    'Check the webinar id of the event or session.',
  ],
  no_such_webinar: ({ provider, webinarId }: Provider & { webinarId: string }) => [
    `${provider} has no webinar “${webinarId}”.`,
    'Correct the webinar id of the event or session.',
  ],
  registration_webinar_inactive: ({ provider }: Provider) => [
    `The webinar is inactive at ${provider}.`,
    'Activate it there. Your administrator: then send this again.',
  ],
  registration_refused: ({ provider, said }: Provider & { said: string }) =>
    said
      ? [`${provider} refused: “${said}”`, 'Correct the contact.']
      : [`${provider} refused this without a reason.`, 'Your administrator: see the list of failures.'],
  registration_refused_before: ({ provider }: Provider) => [
    `${provider} refused this registration before.`,
    'Correct the contact.',
  ],
  too_late_to_cancel: ({ provider }: Provider) =>
    `The webinar has started, so ${provider} keeps this person registered. Nothing to do.`,
  too_late_to_register: ({ provider }: Provider) =>
    `The webinar has started, so ${provider} does not take this registration any more.`,

  event_cancelled: ({ kind }: Kind) => `The ${kind} is cancelled. There is nothing to do.`,
  no_configuration: ({ kind }: Kind) => [`The ${kind} has no webinar configuration.`, `Choose one on the ${kind}.`],
  no_credentials: ['The webinar configuration has no credentials.', 'Your administrator: enter them there.'],
  terms_not_accepted: [
    'The webinar provider’s terms are not accepted.',
    'Your administrator: accept them in Dynamics.',
  ],
  no_own_webinar: ({ kind }: Kind) => [
    `The webinar id of the ${kind} belongs to another one.`,
    'Its webinar status says what to do.',
  ],
  no_webinar_yet: ({ kind }: Kind) => [`The ${kind} has no webinar yet.`, `Its webinar status says why.`],
  no_webinar_past: ({ kind }: Kind) => [
    `Not sent: the ${kind} started without a webinar.`,
    'Its webinar status says why.',
  ],
  sessions_are_webinars: 'Not sent: only the sessions of the event are webinars. There is nothing to do.',

  waiting: 'Not sent yet. It will be sent by itself; there is nothing to do.',
  gave_up: ['Not sent in spite of many tries.', 'Your administrator: find the cause, then send it again.'],
  no_access: ['The webinar provider refuses access at present.', 'Your administrator: see the webinar configuration.'],
  not_processed: ['This could not be processed.', 'Your administrator: see the list of failures.'],
} satisfies Record<string, Entry>
