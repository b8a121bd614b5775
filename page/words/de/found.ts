import type { Words } from '../en.ts'

const { format: n } = new Intl.NumberFormat('de')

export const found: Words['found'] = {
  title: 'Nur bei ON24',
  none: 'ON24 hat kein Webinar, das Dynamics nicht kennt.',
  meaning: 'Kein Event und keine Sitzung nennt diese Webinare. Ein Event daraus übernimmt das Webinar, wie es ist.',
  more: (shown) =>
    `Gezeigt werden die spätesten ${n(shown)}. Alle stehen in der App „Webinare“ unter Gefundene Webinare.`,
  registrants: (count) => (count === 1 ? '1 Person bei ON24 registriert' : `${n(count)} Personen bei ON24 registriert`),
  page: 'Seite für Teilnehmende',
  make: 'Event daraus anlegen',
}
