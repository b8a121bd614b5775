import type { WebinarKind } from '../../lib/model/crm.ts'

/** The plan of the demo as plain numbers, from which every expected figure is computed. */

export type PlannedWebinar = {
  name: string
  kind: WebinarKind
  region: 'na' | 'eu'
  /** The event that a session belongs to. */
  partOf: string | undefined
  /** Numbers of the people who register. */
  people: number[]
}

/** The way a registration's webhook is sent; late: after the webhook of a later change. */
type Delivery = 'normal' | 'doubled' | 'stripped' | 'late'

export type PlannedRegistration = {
  number: number
  webinar: PlannedWebinar
  person: number
  delivery: Delivery
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
  // The last five people have no registration for the session's event.
  {
    ...workshop,
    name: 'Summer workshop',
    region: 'na',
    partOf: 'Summer',
    people: [...numbers(120, 195), ...numbers(240, 245)],
  },
]

/** Numbers of the people per event who register on ON24's own page and are imported to CRM. */
export const importedPeople = numbers(0, 1950)
/** Numbers of the addresses per event that two contacts share. */
export const sharedAddresses = numbers(0, 4)
/** Numbers of the attendees per webinar who are unknown in CRM. */
export const unknownAttendees = numbers(0, 6)
export const attendeesPerWebinar = 2000

/** The change of a person's contact before the webinars; a malformed address is there from the start. */
export function changeOf(person: number): 'malformed address' | 'new title' | 'new address' | 'none' {
  if (person % 20 === 7) return 'malformed address'
  if (person % 20 === 3) return 'new title'
  return person % 40 === 11 ? 'new address' : 'none'
}

export const registrations: PlannedRegistration[] = webinars
  .flatMap((webinar) => webinar.people.map((person) => ({ webinar, person })))
  .map(({ webinar, person }, number) => {
    const change = changeOf(person)
    const cancels = change === 'none' && number % 9 === 5
    const ends = change === 'malformed address' ? 'refused' : cancels ? 'cancelled' : 'registered'
    const delivery = (['doubled', 'stripped', 'late'] as const)[number % 10] ?? 'normal'
    return { number, webinar, person, delivery, ends, attends: ends === 'registered' && number % 5 !== 0 }
  })

/** The number of imported people who attend; it fills the webinar up to `attendeesPerWebinar`. */
export function importedAttendees(webinar: PlannedWebinar): number {
  const others = registrations.filter((one) => one.webinar.name === webinar.name && one.attends).length
  return attendeesPerWebinar - others - unknownAttendees.length - sharedAddresses.length
}

/** True if the person of a session registration has no registration for the event. */
export function lacksEventRegistration({ webinar, person }: PlannedRegistration): boolean {
  const event = webinars.find(({ name }) => name === webinar.partOf)
  return event !== undefined && !event.people.includes(person)
}

/** Numbers of all people who register. */
export const people = [...new Set(webinars.flatMap((webinar) => webinar.people))]

export function emailOf(person: number): string {
  return changeOf(person) === 'malformed address' ? `person${person} at example.test` : `person${person}@example.test`
}

function numbers(from: number, to: number) {
  return Array.from({ length: to - from }, (_, at) => from + at)
}
