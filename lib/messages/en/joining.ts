import type { Entry } from '../message.ts'

type Title = { title: string }

/** Of a join link, for the person who opened it. `title`: empty where it is not known. */
export const joining = {
  join_early: ({ title, start }: Title & { start: string }) => [
    `${named(title)} begins on ${start}.`,
    'This link opens it from an hour before on. Until then you can look at its page.',
  ],
  join_not_ready: ({ title }: Title) => [
    `${named(title)} is not open yet.`,
    'Please open this link again in a few minutes.',
  ],
  join_over: ({ title }: Title) => [
    `${named(title)} is over, and its recording is no longer available.`,
    'If you have a question, please ask whoever invited you.',
  ],
  join_cancelled: ({ title }: Title) => [
    `${named(title)} was cancelled.`,
    'If you have a question, please ask whoever invited you.',
  ],
  join_unknown: [
    'This link does not work, or no longer.',
    'Please open the link in the newest mail about the webinar, or ask whoever invited you.',
  ],
  join_busy: ['Too many links that do not work were opened from here.', 'Please try again in a minute.'],
  join_unavailable: ['The webinar cannot be opened at this moment.', 'Please try again in a minute.'],
  join_signing_in: ({ title }: Title) =>
    `You are being signed in. The next page is ${named(title).replace(/^The/, 'the')}.`,
  join_button: 'Go to the webinar',
} satisfies Record<string, Entry>

function named(title: string) {
  return title ? `“${title}”` : 'The webinar'
}
