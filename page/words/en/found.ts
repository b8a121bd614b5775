const { format: n } = new Intl.NumberFormat('en')

/** Texts about webinars that exist at the provider only. */
export const found = {
  title: 'At ON24 only',
  none: 'ON24 has no webinar that Dynamics does not know.',
  meaning: 'No event or session names these webinars. An event that is made of one takes it over as it is.',
  more: (shown: number) => `The latest ${n(shown)} are shown. All stand in the app “Webinars”, under Found webinars.`,
  registrants: (count: number) => (count === 1 ? '1 registrant at ON24' : `${n(count)} registrants at ON24`),
  page: 'Audience page',
  make: 'Make an event of it',
}
