/** The words of the strip. The English ones are shown unless the page is in German. */
export type Texts = {
  label: string
  register: string
  cancel: string
  breakOn24: string
  hour: string
  day: string
  busy: string
  registered: (count: number) => string
  cancelled: (name: string) => string
  nobody: string
  broken: (seconds: number) => string
  passing: string
  failed: string
}

export const texts: Record<'en' | 'de', Texts> = {
  en: {
    label: 'Emulator: play the people and ON24',
    register: 'Register 4 people',
    cancel: 'Cancel somebody',
    breakOn24: 'Break ON24 for a minute',
    hour: 'One hour later',
    day: 'One day later',
    busy: 'One moment …',
    registered: (count) => `${count} people registered for the next webinar; one of them mistyped the e-mail address.`,
    cancelled: (name) => `${name} cancelled.`,
    nobody: 'Nobody is registered who could cancel.',
    broken: (seconds) => `ON24 answers nobody for ${seconds} seconds.`,
    passing: 'The clocks are set ahead, and the connector starts anew.',
    failed: 'That did not work: the terminal says why.',
  },
  de: {
    label: 'Emulator: die Personen und ON24 spielen',
    register: '4 Personen anmelden',
    cancel: 'Jemanden abmelden',
    breakOn24: 'ON24 für eine Minute stören',
    hour: 'Eine Stunde später',
    day: 'Einen Tag später',
    busy: 'Einen Moment …',
    registered: (count) =>
      `${count} Personen haben sich zum nächsten Webinar angemeldet; eine hat sich bei der E-Mail-Adresse vertippt.`,
    cancelled: (name) => `${name} hat abgesagt.`,
    nobody: 'Niemand ist angemeldet, der absagen könnte.',
    broken: (seconds) => `ON24 antwortet ${seconds} Sekunden lang niemandem.`,
    passing: 'Die Uhren werden vorgestellt, und der Connector startet neu.',
    failed: 'Das ging nicht: Das Terminal sagt, warum.',
  },
}
