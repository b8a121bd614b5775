/** The subject at the beginning of a sentence. */
export function die(kind: 'event' | 'session'): string {
  return kind === 'event' ? 'Die Veranstaltung' : 'Die Sitzung'
}

/** Genitive, and dative without a preposition. */
export function der(kind: 'event' | 'session'): string {
  return kind === 'event' ? 'der Veranstaltung' : 'der Sitzung'
}

/** A date and time as German readers write them, of `2026-05-12 16:00 (Europe/Berlin)`. */
export function zeitpunkt(wallClock: string): string {
  return wallClock.replace(/^(\d{4})-(\d\d)-(\d\d) (\d\d:\d\d)/, '$3.$2.$1, $4 Uhr')
}
