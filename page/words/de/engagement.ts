import type { Words } from '../en.ts'

const { format: n } = new Intl.NumberFormat('de')

export const engagement: Words['engagement'] = {
  show: 'Wie teilgenommen wurde',
  none: 'Noch ist niemand mit dem, was er tat, geholt. „Teilnahme jetzt lesen“ holt alle, wenn die Einstellungen des Kontos es nicht ausschließen.',
  score: 'Engagement-Wert',
  meanScore: 'Engagement-Wert, im Mittel',
  attendees: 'Teilnehmende',
  minutes: 'Gesehene Minuten',
  live: 'Live',
  onDemand: 'Auf Abruf',
  did: 'Was sie taten',
  sums: {
    questions: 'Gestellte Fragen',
    polls: 'Beantwortete Umfragen',
    surveys: 'Beantwortete Fragebögen',
    resources: 'Geöffnete Materialien',
    callsToAction: 'Befolgte Handlungsaufrufe',
    certifications: 'Abgelegte Zertifikate',
    meetings: 'Gebuchte Termine',
    reactions: 'Reaktionen',
  },
  polls: 'Antworten auf Umfragen und Fragebögen',
  poll: 'Umfrage',
  survey: 'Fragebogen',
  answered: (people) => (people === 1 ? '1 Person hat geantwortet.' : `${n(people)} Personen haben geantwortet.`),
  others: (answers) => `${n(answers)} andere Antworten`,
  someAnswers: (most) => `Es gibt mehr: Gezählt sind hier nur die neuesten ${n(most)} Antworten.`,
  questions: 'Fragen aus dem Publikum',
  question: 'Frage',
  answer: 'Antwort',
  who: 'Wer',
  when: 'Wann',
  someQuestions: (shown) =>
    `Gezeigt werden die neuesten ${n(shown)} Fragen. Alle stehen in der App „Webinare“ unter Teilnahmeaktionen.`,
}
