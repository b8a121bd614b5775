import type { joining as english } from '../en/joining.ts'
import type { Translation } from '../message.ts'

/** Of a join link, for the person who opened it. */
export const joining: Translation<typeof english> = {
  join_early: ({ title, start }) => [
    `${named(title)} beginnt am ${start}.`,
    'Dieser Link öffnet es ab einer Stunde vorher. Bis dahin können Sie seine Seite ansehen.',
  ],
  join_not_ready: ({ title }) => [
    `${named(title)} ist noch nicht geöffnet.`,
    'Bitte öffnen Sie diesen Link in einigen Minuten noch einmal.',
  ],
  join_over: ({ title }) => [
    `${named(title)} ist vorbei, und die Aufzeichnung ist nicht mehr verfügbar.`,
    'Bei Fragen wenden Sie sich bitte an die Stelle, die Sie eingeladen hat.',
  ],
  join_cancelled: ({ title }) => [
    `${named(title)} wurde abgesagt.`,
    'Bei Fragen wenden Sie sich bitte an die Stelle, die Sie eingeladen hat.',
  ],
  join_unknown: [
    'Dieser Link funktioniert nicht, oder nicht mehr.',
    'Bitte öffnen Sie den Link in der neuesten E-Mail zum Webinar, oder wenden Sie sich an die Stelle, die Sie eingeladen hat.',
  ],
  join_busy: [
    'Von hier aus wurden zu viele Links geöffnet, die nicht funktionieren.',
    'Bitte versuchen Sie es in einer Minute noch einmal.',
  ],
  join_unavailable: [
    'Das Webinar lässt sich gerade nicht öffnen.',
    'Bitte versuchen Sie es in einer Minute noch einmal.',
  ],
  join_signing_in: ({ title }) =>
    `Sie werden angemeldet. Die nächste Seite ist ${named(title).replace(/^Das/, 'das')}.`,
  join_button: 'Zum Webinar',
}

function named(title: string) {
  return title ? `„${title}“` : 'Das Webinar'
}
