import type { Registrant } from './registrant.ts'

/** What ON24 may know about an attendee; all of it optional, as in its answers. */
export type AttendeeFacts = {
  engagementscore?: number
  liveminutes?: number
  liveviewed?: number
  firstliveactivity?: string
  lastliveactivity?: string
  archiveminutes?: number
  archiveviewed?: number
  firstarchiveactivity?: string
  lastarchiveactivity?: string
  askedquestions?: number
  resourcesdownloaded?: number
  answeredpolls?: number
  answeredsurveys?: number
  answeredsurveyquestions?: number
  cumulativeliveminutes?: number
  cumulativearchiveminutes?: number
  livemediaplayerminutes?: number
  archivemediaplayerminutes?: number
  attendeesessions?: number
  launchmode?: string
  attendancepartnerref?: string
  questions?: object[]
  polls?: object[]
  surveys?: object[]
  resources?: object[]
  calltoactions?: object[]
}

/** An attendee: the registrant, what is known, and when it was last told. */
export type Attendee = { registrant: Registrant; facts: AttendeeFacts; toldAt: Date }

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
export function lastActive({ facts, toldAt }: Attendee): number {
  const last = [facts.lastliveactivity, facts.lastarchiveactivity].flatMap((time) => (time ? Date.parse(time) : []))
  return last.length > 0 ? Math.max(...last) : toldAt.getTime()
}

/** Whether an attendee saw it live. */
export function sawLive({ facts }: Attendee): boolean {
  return Boolean(facts.liveviewed || facts.liveminutes)
}

/** Whether an attendee saw the archive. */
export function sawArchive({ facts }: Attendee): boolean {
  return Boolean(facts.archiveviewed || facts.archiveminutes)
}
