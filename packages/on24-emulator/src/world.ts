import { refuse } from './refusal.ts'
import type { Event, World } from './types.ts'

/** A region without accounts. */
export function emptyWorld(now: () => Date): World {
  return {
    now,
    accounts: new Map(),
    events: new Map(),
    spent: new Map(),
    lastEventId: 5_000_000,
    lastEventUserId: 700_000_000,
    lastEmailId: 170_000,
  }
}

/** The events of a client, oldest first. */
export function eventsOf(world: World, clientId: string): Event[] {
  return [...world.events.values()].filter((event) => event.clientid === clientId && !event.deleted)
}

/** The client's event that a path names; an event of another client is not found either. */
export function openEvent(world: World, clientId: string, eventId = ''): Event {
  const event = world.events.get(Number(eventId))
  if (!event || event.clientid !== clientId || event.deleted) refuse(404, `Event ${eventId} was not found.`)
  if (!event.active) refuse(403, `Event ${eventId} is inactive.`)
  return event
}
