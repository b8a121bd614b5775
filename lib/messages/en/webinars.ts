import type { Entry } from '../message.ts'

type Provider = { provider: string }
type Kind = { kind: 'event' | 'session' }
/** The row to which a webinar belongs that another row names. */
type Other = { webinarId: string; ownerKind: 'event' | 'session'; owner: string }
type Change = Kind & { taken: string }

/** Of an event or session and its webinar, for its planner. */
export const webinars = {
  status_ready: 'Ready',
  status_attention: 'Needs attention',
  status_finding: 'Needs attention',
  status_cancelled: 'Cancelled',
  status_sessions: 'In sessions',
  status_over: 'Over',

  webinar_ready: ({ provider }: Provider) =>
    `The webinar is at ${provider}. Until it starts, what you change here is sent there by itself.`,
  link_in_attendee_url: ({ most }: { most: number }) =>
    `The link to the webinar has more than ${most} characters, so it stands in the attendee URL.`,
  duration_rounded: ({ provider, takes, minutes }: Provider & { takes: number; minutes: number }) =>
    `${provider} holds no webinars of ${takes} minutes, so it has ${minutes} there.`,
  event_in_sessions: ({ provider, most, minutes }: Provider & TooLong) =>
    `The event takes ${minutes} minutes and a webinar at ${provider} at most ${most}, so its sessions are the webinars: each that has a webinar configuration.`,
  webinar_cancelled: ({ provider }: Provider) =>
    `Cancelled. Everybody is deregistered at ${provider}; the webinar itself stays there.`,
  webinar_deleted: ({ provider }: Provider) => `Cancelled. The webinar is deleted at ${provider}.`,
  webinar_cancelled_late: ({ provider }: Provider) =>
    `Cancelled after the webinar had started. ${provider} keeps it and everybody who was registered.`,
  webinar_over: 'Over. Attendance is read within a few hours.',
  webinar_over_read: ({ readAt, attendees, unmatched }: { readAt: string; attendees: number; unmatched: number }) =>
    `Over. Attendance read ${dayAndTime(readAt)}: ${attendees} attended${unmatched ? `, ${unmatched} not matched` : ''}.`,

  webinar_of_other: (facts: Other) => [
    `The webinar “${facts.webinarId}” belongs to the ${facts.ownerKind} “${facts.owner}”.`,
    'Clear the webinar id here to have another one made.',
  ],
  webinar_of_other_stays: (facts: Other) =>
    `Cancelled. The webinar “${facts.webinarId}” belongs to the ${facts.ownerKind} “${facts.owner}”, so it stays as it is.`,

  webinar_of_environment: ({ webinarId }: { webinarId: string }) => [
    `The webinar “${webinarId}” belongs to another Dynamics environment, so nothing is changed there and nobody is registered.`,
    'Clear the webinar id here to have another one made. If it has to be this one: ask your administrator.',
  ],
  webinar_of_unknown: ({ webinarId }: { webinarId: string }) => [
    `It is not known for which Dynamics environment the webinar “${webinarId}” was made, so nothing is changed there and nobody is registered.`,
    'Clear the webinar id here to have another one made. If it has to be this one: ask your administrator.',
  ],
  webinar_of_environment_stays: ({ webinarId }: { webinarId: string }) =>
    `Cancelled. The webinar “${webinarId}” belongs to another Dynamics environment, so it stays as it is.`,

  no_configuration_chosen: ({ kind }: Kind) => [
    `The ${kind} is online but has no webinar configuration, so no webinar is made for it.`,
    'Choose one, or the streaming provider that runs it.',
  ],
  streamed_on_site: ({ kind }: Kind) => [
    `The ${kind} is streamed by another provider, but its format is on site, so no webinar is made for it.`,
    'Choose the format Webinar or Hybrid, or no streaming.',
  ],
  no_name: ({ kind }: Kind) => [`The ${kind} has no name.`, 'Enter one.'],
  no_start: ({ kind }: Kind) => [`The ${kind} has no start.`, 'Enter one.'],
  no_end: ({ kind }: Kind) => [`The ${kind} has no end.`, 'Enter one.'],
  no_time_zone: ({ kind }: Kind) => [
    `The ${kind === 'session' ? 'event of the session' : kind} has no time zone, or one that is not known.`,
    'Choose another one.',
  ],
  no_type: ({ kind }: Kind) => [`The ${kind} has no webinar type.`, 'Choose one.'],
  no_language: ({ kind }: Kind) => [`The ${kind} has no webinar language.`, 'Choose one.'],
  ends_before_start: ({ kind }: Kind) => [`The ${kind} ends before it starts.`, 'Correct its times.'],
  start_missing: ({ kind }: Kind) => [
    `The clocks change: the start of the ${kind} does not exist.`,
    'Choose another time.',
  ],
  starts_in_past: ({ kind }: Kind) => [
    `The ${kind} starts in the past, so no webinar is made for it.`,
    'Correct its start if it still lies ahead.',
  ],
  started_here_only: ({ kind, provider }: Kind & Provider) => [
    `The ${kind} starts in the past, but its webinar at ${provider} has not started.`,
    'Correct its start.',
  ],
  starts_in_past_there: ({ provider }: Provider) => [
    `${provider} makes no webinar that starts in the past.`,
    'Correct the start.',
  ],
  too_late: ({ provider }: Provider) => [
    `The webinar has started, so ${provider} no longer changes it.`,
    `If the change matters, make it at ${provider}.`,
  ],

  title_too_long: ({ provider, most, length }: Provider & { most: number; length: number }) => [
    `${provider} takes names of at most ${most} characters; this one has ${length}.`,
    'Shorten it.',
  ],
  webinar_too_long: ({ provider, most, minutes }: Provider & TooLong) => [
    `${provider} holds webinars of at most ${most} minutes; this one takes ${minutes}.`,
    'Change the end.',
  ],
  type_not_offered: ({ provider }: Provider) => [
    `The ${provider} account does not offer this webinar type.`,
    'Choose another one.',
  ],
  language_not_offered: ({ provider, language }: Provider & { language: string }) => [
    `The ${provider} account does not offer webinars in ${languageName(language)}.`,
    'Choose another language.',
  ],
  zone_not_offered: ({ provider, zone }: Provider & { zone: string }) => [
    `${provider} does not know the time zone “${zone}”.`,
    'Choose another one.',
  ],
  webinar_unknown: ({ provider, webinarId }: Provider & { webinarId: string }) => [
    `${provider} has no webinar “${webinarId}”.`,
    'Correct the webinar id, or clear it to have a new webinar made.',
  ],
  webinar_gone: ({ provider }: Provider) => [
    `The webinar is no longer at ${provider}.`,
    'Clear the webinar id to have a new one made.',
  ],
  webinar_inactive: ({ provider }: Provider) => [`The webinar is inactive at ${provider}.`, 'Activate it there.'],
  webinar_not_made: ({ provider }: Provider) => [
    `${provider} did not make the webinar and gave no reason.`,
    `Your administrator: see whether the ${provider} account may hold webinars.`,
  ],
  webinar_refused: ({ provider, said }: Provider & { said: string }) =>
    said
      ? [`${provider} refused: “${said}”`, 'Correct that here.']
      : [`${provider} refused this without a reason.`, 'Your administrator: see the list of failures.'],

  start_differs: ({ provider, there, here }: Provider & { there: string; here: string }) => [
    `The webinar starts at ${there} at ${provider} and at ${here} in Dynamics.`,
    `Correct the wrong one. If that is the one at ${provider}, change the description here: all of it is sent again.`,
  ],
  duration_differs: ({ provider, there, here }: Provider & { there: number; here: number }) => [
    `The webinar takes ${there} minutes at ${provider} and ${here} in Dynamics.`,
    `Correct the wrong one. If that is the one at ${provider}, change the description here: all of it is sent again.`,
  ],
  fields_required: ({ provider, fields }: Provider & { fields: string }) => [
    `${provider} asks registrants for what Dynamics has no value for: ${fields}.`,
    `Your administrator: map these fields, or make them optional in the registration form at ${provider}.`,
  ],
  registrations_incomplete: ({ provider, count, fields }: Provider & { count: number; fields: string }) => [
    count === 1
      ? `One registration lacks what ${provider} asks for, or has it in words that it does not take: ${fields}.`
      : `${count} registrations lack what ${provider} asks for, or have it in words that it does not take: ${fields}.`,
    'Complete the contacts, or ask your administrator for a field mapping.',
  ],
  no_webinar: ({ kind }: Kind) => [
    `The ${kind} has no webinar yet.`,
    'It is made by itself once nothing else is wrong.',
  ],
  start_skipped: ({ kind, taken }: Change) => [
    `The clocks change: the start of the ${kind} does not exist; ${taken} is taken.`,
    'Choose another time if that is not meant.',
  ],
  start_repeated: ({ kind, taken }: Change) => [
    `The clocks change: the start of the ${kind} comes twice; ${taken} is taken.`,
    'Choose another time if that is not meant.',
  ],
} satisfies Record<string, Entry>

/** In minutes. */
type TooLong = { minutes: number; most: number }

/** `12 May 18:30` of `2026-05-12 18:30 (Europe/Berlin)`. */
function dayAndTime(wallClock: string) {
  const [date = '', time] = wallClock.split(' ')
  const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' })
  return `${day.format(new Date(date))} ${time}`
}

function languageName(tag: string) {
  return new Intl.DisplayNames('en', { type: 'language' }).of(tag)
}
