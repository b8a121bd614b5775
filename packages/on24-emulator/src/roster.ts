import type { Registrant, Roster } from './types.ts'

/** A roster without registrants. */
export function emptyRoster(): Roster {
  return { byId: new Map(), byEmail: new Map() }
}

/** The registrant with an e-mail. */
export function find(roster: Roster, email = ''): Registrant | undefined {
  return roster.byEmail.get(email.toLowerCase())
}

/** Adds a registrant whose e-mail is new. */
export function enrol(roster: Roster, registrant: Registrant): void {
  roster.byId.set(registrant.eventuserid, registrant)
  roster.byEmail.set(registrant.email.toLowerCase(), registrant)
}

/** Gives a registrant another e-mail, and frees the old one. */
export function rename(roster: Roster, registrant: Registrant, email: string): void {
  roster.byEmail.delete(registrant.email.toLowerCase())
  registrant.email = email
  roster.byEmail.set(email.toLowerCase(), registrant)
}
