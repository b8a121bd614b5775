import { newEmails } from './emails.ts'
import { sentAs } from './registration-form.ts'
import { emptyRoster } from './roster.ts'
import { textFields } from './text-fields.ts'
import type { Event, World } from './types.ts'

/** Required and optional facts about a new event. */
export type NewEvent = Pick<Event, 'title' | 'goodafter' | 'durationMinutes'> &
  Partial<Pick<Event, 'timeZone' | 'archiveDays' | 'requiredFields' | 'dropdowns' | 'active'>> &
  Partial<Pick<Event, 'eventType' | 'languageCd' | 'countryCd' | 'promotionalSummary' | 'campaignCode'>> &
  Partial<Pick<Event, 'eventAbstract' | 'tags' | 'contentType' | 'hybrid' | 'venue' | 'address' | 'testEvent'>> & {
    clientId: string
    eventId?: number
  }

/** Adds an event to a client and returns its id. */
export function addEvent(world: World, { clientId, eventId, ...facts }: NewEvent): number {
  if (!world.accounts.has(clientId)) throw new Error(`There is no client ${clientId}.`)
  const fields: string[] = [...(facts.requiredFields ?? []), ...Object.keys(facts.dropdowns ?? {})]
  const unknown = fields.find((id) => !textFields.some((name) => name === sentAs(id)))
  if (unknown) throw new Error(`There is no registration field ${unknown}.`)
  if (eventId === undefined) world.lastEventId += 1
  const eventid = eventId ?? world.lastEventId
  if (world.events.has(eventid)) throw new Error(`There is an event ${eventid} already.`)
  const now = world.now()
  world.events.set(eventid, {
    timeZone: 'America/Los_Angeles',
    archiveDays: 365,
    requiredFields: [],
    dropdowns: {},
    active: true,
    deleted: false,
    eventType: 'fav',
    languageCd: 'en',
    countryCd: '',
    promotionalSummary: '',
    eventAbstract: '',
    campaignCode: '',
    tags: [],
    contentType: 'webcast',
    hybrid: false,
    venue: '',
    address: '',
    testEvent: false,
    emails: newEmails(world),
    audienceQuery: '',
    ...facts,
    eventid,
    clientid: clientId,
    createtimestamp: now,
    lastmodified: now,
    lastupdated: now,
    registrants: emptyRoster(),
    listed: undefined,
    attendees: new Map(),
  })
  return eventid
}
