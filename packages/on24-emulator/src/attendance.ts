import { bestGuess } from './best-guess.ts'
import type { Attendee, AttendeeFacts } from './types.ts'

/** Adds facts to the known ones; ON24 leaves out an empty list. */
export function mergeFacts(known: AttendeeFacts, added: AttendeeFacts): AttendeeFacts {
  const facts = Object.entries({ ...known, ...added })
  return Object.fromEntries(facts.filter(([, value]) => !Array.isArray(value) || value.length > 0))
}

/** A row of the attendee lists. It has no name, no company and no event; the registrant's row has them. */
export function toAttendeeRow({ registrant, facts }: Attendee): object {
  const { email, eventuserid, exteventusercd, userstatus, isblocked, partnerref, userprofileurl } = registrant
  return { email, eventuserid, exteventusercd, userstatus, isblocked, partnerref, userprofileurl, ...facts }
}

/** Facts from ON24's data warehouse, which `realtimeonly` leaves out. */
const fromWarehouse: readonly (keyof AttendeeFacts)[] = [
  'engagementscore',
  'firstliveactivity',
  'lastliveactivity',
  'firstarchiveactivity',
  'lastarchiveactivity',
  'askedquestions',
  'resourcesdownloaded',
  'answeredpolls',
  'answeredsurveys',
  'cumulativeliveminutes',
  'cumulativearchiveminutes',
]

/** A row of the client's list with `realtimeonly`. */
export function toRealTimeRow({ facts, ...attendee }: Attendee): object {
  const known = Object.entries(facts).filter(([name]) => !fromWarehouse.some((fact) => fact === name))
  return toAttendeeRow({ ...attendee, facts: Object.fromEntries(known) })
}

/** Whether facts are so new that the client's list shows them with `realtimeonly` alone. */
export function isNews({ updatedAt }: Attendee, now: Date): boolean {
  return now.getTime() - updatedAt.getTime() < bestGuess.realTimeMinutes * 60_000
}

/** The time of an attendee's last activity, in epoch milliseconds; without one, of the last change of the facts. */
export function lastActive({ facts, updatedAt }: Attendee): number {
  const last = [facts.lastliveactivity, facts.lastarchiveactivity].flatMap((time) => (time ? Date.parse(time) : []))
  return last.length > 0 ? Math.max(...last) : updatedAt.getTime()
}

/** True if the attendee watched live. */
export function sawLive({ facts }: Attendee): boolean {
  return Boolean(facts.liveviewed || facts.liveminutes)
}

/** True if the attendee watched the archive. */
export function sawArchive({ facts }: Attendee): boolean {
  return Boolean(facts.archiveviewed || facts.archiveminutes)
}
