import type { DetailedAttendance, DetailedRegistrant, Engagement, Person } from '../../model/engagement.ts'

/** All that a provider tells of an attendee beside their attendance. */
export type Details = Pick<DetailedAttendance, 'engagement' | 'actions' | 'isErased'> & { person: Person | undefined }

/** All that is known of a registrant, for whose attendance it may be needed. The same text for the same facts. */
export function packOrigin({ person, engagement }: Partial<DetailedRegistrant>): string {
  return JSON.stringify([person, engagement])
}

/** Of a fact that both know, the attendee's is kept. @param origin of the registrant who attended, packed */
export function packDetails(
  { engagement, actions = [], isErased = false }: Partial<DetailedAttendance>,
  origin = '[]',
): string {
  const [person, known] = JSON.parse(origin) as [Person?, Engagement?]
  const details: Details = { person, engagement: { ...known, ...engagement }, actions, isErased }
  return JSON.stringify(details)
}

export function unpackDetails(text: string): Details {
  const { person, ...details } = JSON.parse(text) as Omit<Details, 'person'> & { person?: Person }
  return { ...details, person }
}
