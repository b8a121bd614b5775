import type { Entry } from '../message.ts'

type Name = { name: string }

/** Of webinars that exist at their provider only, and of the events that are made of them: for whoever ordered one. */
export const foundWebinars = {
  event_made: ({ name, start, provider }: Name & { start: string; provider: string }) => [
    `The event “${name}” was made; it starts at ${start}. It takes over the webinar as it is, and nothing was changed at ${provider}.`,
    'Look over its name, times and texts, complete it, and publish it.',
  ],
  event_made_before: ({ name }: Name) => `The event “${name}” was made of this webinar before, and runs as it.`,
  event_zone_unknown: [
    'Dynamics does not know the time zone of the webinar, so the times of the event are in UTC.',
    'Choose a time zone, and enter the times as its clocks show them.',
  ],
  event_type_unknown: ({ type }: { type: string }) =>
    `The kind of the webinar, “${type}”, is not among the webinar types in Dynamics, so the event shows none. The webinar keeps its own.`,
  event_language_unknown:
    'The language of the webinar is not among those in Dynamics, so the event shows none. The webinar keeps its own.',
  event_name_cut: ({ most, provider }: { most: number; provider: string }) =>
    `The name of the webinar has more than ${most} characters, so the event has the beginning of it. If you change the event, ${provider} gets this shorter name.`,
  event_text_plain: ({ provider }: { provider: string }) =>
    `The description at ${provider} is formatted or very long, and the event has the plain text of it. If you change the event, ${provider} gets this text.`,
  found_named: ({ kind, name }: Name & { kind: 'event' | 'session' }) => [
    `The ${kind} “${name}” names this webinar already.`,
    'Use that one. The webinar leaves the list of found webinars by itself.',
  ],
  found_left: ({ name }: Name) => [
    `The event “${name}” was made of this webinar before, and does not name it any more.`,
    'Enter the id of the webinar there, or on another event.',
  ],
  found_gone: ({ provider }: { provider: string }) => [
    `The webinar is no longer at ${provider}.`,
    'There is nothing to do: it leaves the list of found webinars by itself.',
  ],
  found_foreign: [
    'The webinar belongs to another Dynamics environment, so no event was made.',
    'If it has to be this one: ask your administrator.',
  ],
  found_without_times: ({ provider, webinarId }: { provider: string; webinarId: string }) => [
    `${provider} does not tell when the webinar is held.`,
    `Make an event by hand, with the webinar id ${webinarId}.`,
  ],
} satisfies Record<string, Entry>
