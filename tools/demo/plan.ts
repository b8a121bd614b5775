import type { WebinarKind } from '../../lib/model/crm.ts'
/** What happens in the demo, and with whom: pure numbers, from which every expected figure follows. */

export type PlannedWebinar = {
  name: string
  kind: WebinarKind
  region: 'na' | 'eu'
  /** The event that a session belongs to. */
  partOf: string | undefined
  /** The people who register, by their numbers. */
  people: number[]
}

/** How a registration's webhook comes: late means after that of a later change. */
type Notice = 'plain' | 'doubled' | 'stripped' | 'late'

export type PlannedRegistration = {
  number: number
  webinar: PlannedWebinar
  person: number
  notice: Notice
  ends: 'registered' | 'cancelled' | 'refused'
  attends: boolean
}

const workshop = { kind: 'session' } as const
const conference = { kind: 'event', partOf: undefined } as const

export const webinars: PlannedWebinar[] = [
  { ...conference, name: 'Spring', region: 'eu', people: numbers(0, 120) },
  { ...conference, name: 'Summer', region: 'na', people: numbers(120, 240) },
  { ...conference, name: 'Autumn', region: 'na', people: numbers(240, 340) },
  { ...workshop, name: 'Spring workshop', region: 'eu', partOf: 'Spring', people: numbers(0, 80) },
  // The last five hold no registration for the event that the session belongs to.
  {
    ...workshop,
    name: 'Summer workshop',
    region: 'na',
    partOf: 'Summer',
    people: [...numbers(120, 195), ...numbers(240, 245)],
  },
]

/** People who registered on ON24's own page and were imported to CRM, event by event. */
export const importedPeople = numbers(0, 1950)
/** Addresses that two contacts share, event by event. */
export const sharedAddresses = numbers(0, 4)
/** Attendees that CRM has never heard of, webinar by webinar. */
export const strangers = numbers(0, 6)
export const attendeesPerWebinar = 2000

/** What becomes of a person while the webinars lie ahead. */
export function fateOf(person: number): 'unreachable' | 'promoted' | 'moved' | 'plain' {
  if (person % 20 === 7) return 'unreachable'
  if (person % 20 === 3) return 'promoted'
  return person % 40 === 11 ? 'moved' : 'plain'
}

export const registrations: PlannedRegistration[] = webinars
  .flatMap((webinar) => webinar.people.map((person) => ({ webinar, person })))
  .map(({ webinar, person }, number) => {
    const fate = fateOf(person)
    const cancels = fate === 'plain' && number % 9 === 5
    const ends = fate === 'unreachable' ? 'refused' : cancels ? 'cancelled' : 'registered'
    const notice = (['doubled', 'stripped', 'late'] as const)[number % 10] ?? 'plain'
    return { number, webinar, person, notice, ends, attends: ends === 'registered' && number % 5 !== 0 }
  })

/** How many of the imported people attend: as many as fill the webinar. */
export function importedAttendees(webinar: PlannedWebinar): number {
  const others = registrations.filter((one) => one.webinar.name === webinar.name && one.attends).length
  return attendeesPerWebinar - others - strangers.length - sharedAddresses.length
}

/** Whether a session registration has no event registration to lean on. */
export function isOrphan({ webinar, person }: PlannedRegistration): boolean {
  const event = webinars.find(({ name }) => name === webinar.partOf)
  return event !== undefined && !event.people.includes(person)
}

/** Everybody who registers for something. */
export const people = [...new Set(webinars.flatMap((webinar) => webinar.people))]

export function emailOf(person: number): string {
  return fateOf(person) === 'unreachable' ? `person${person} at example.test` : `person${person}@example.test`
}

function numbers(from: number, to: number) {
  return Array.from({ length: to - from }, (_, at) => from + at)
}
