import type { Attendee, AttendeeFacts } from './types.ts'

/** Adds to what is known; ON24 leaves out an empty list. */
export function learn(known: AttendeeFacts, news: AttendeeFacts): AttendeeFacts {
  const facts = Object.entries({ ...known, ...news })
  return Object.fromEntries(facts.filter(([, value]) => !Array.isArray(value) || value.length > 0))
}

/** A row of the attendee lists: no name, no company and no event; the registrant has them. */
export function toAttendeeRow({ registrant, facts }: Attendee): object {
  const { email, eventuserid, exteventusercd, userstatus, isblocked, partnerref, userprofileurl } = registrant
  return { email, eventuserid, exteventusercd, userstatus, isblocked, partnerref, userprofileurl, ...facts }
}

/** When an attendee was last active, as far as it is known. */
export function lastActive({ facts, updatedAt }: Attendee): number {
  const last = [facts.lastliveactivity, facts.lastarchiveactivity].flatMap((time) => (time ? Date.parse(time) : []))
  return last.length > 0 ? Math.max(...last) : updatedAt.getTime()
}

/** Whether an attendee saw it live. */
export function sawLive({ facts }: Attendee): boolean {
  return Boolean(facts.liveviewed || facts.liveminutes)
}

/** Whether an attendee saw the archive. */
export function sawArchive({ facts }: Attendee): boolean {
  return Boolean(facts.archiveviewed || facts.archiveminutes)
}
