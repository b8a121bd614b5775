import { type StandIn, serve } from '@webinar-connector/emulator-server'
import { levels } from './account.ts'
import { eventTypes, languages } from './account-lists.ts'
import { learn } from './attendance.ts'
import { addEvent, type NewEvent } from './new-event.ts'
import { upsert } from './register.ts'
import { routes } from './routes.ts'
import type { Account, AttendeeFacts, Event, Person, Registrant } from './types.ts'
import { emptyWorld } from './world.ts'

type Options = { port?: number; now?: () => Date }

type NewAccount = { clientId: string; accessTokenKey: string; accessTokenSecret: string; quotas?: boolean }

/** One ON24 region; its API lies under `/v2` of the url. */
export type On24 = StandIn & {
  addAccount(account: NewAccount): Account
  /** Answers the id of the new event. */
  addEvent(event: NewEvent): number
  /** Every event that is not deleted. */
  events(): Event[]
  /** The stored event; a change shows at once. */
  event(eventId: number): Event
  /** Everybody of an event, the deleted too, in the order they came. */
  registrants(eventId: number): Registrant[]
  /** The list of an event's registrants stays as it is now, as if it lagged; false: it shows them as they are. */
  holdList(eventId: number, held: boolean): void
  /** Registers by ON24's own page, where nobody sets `exteventusercd`; answers the id within the event. */
  register(eventId: number, person: { email: string } & Person): number
  /** Adds to what is known of an attendee's visit. */
  attend(eventId: number, eventUserId: number, facts: AttendeeFacts): void
}

/** Starts a stand-in for one region of ON24. */
export async function startOn24({ port, now = () => new Date() }: Options = {}): Promise<On24> {
  const world = emptyWorld(now)
  const standIn = await serve(routes(world).fetch, port)

  function event(eventId: number): Event {
    const known = world.events.get(eventId)
    if (!known) throw new Error(`There is no event ${eventId}.`)
    return known
  }

  return {
    ...standIn,
    addAccount({ clientId, accessTokenKey, accessTokenSecret, quotas = true }) {
      if (world.accounts.has(clientId)) throw new Error(`There is a client ${clientId} already.`)
      const standing = { quotas, enabled: true, active: true, contractExpired: false, levels: new Set(levels) }
      const account = { clientId, accessTokenKey, accessTokenSecret, ...standing, eventTypes, languages }
      world.accounts.set(clientId, account)
      return account
    },
    addEvent: (facts) => addEvent(world, facts),
    events: () => [...world.events.values()].filter(({ deleted }) => !deleted),
    event,
    registrants: (eventId) => [...event(eventId).registrants.byId.values()],
    holdList(eventId, held) {
      const { registrants } = event(eventId)
      event(eventId).listed = held ? structuredClone([...registrants.byId.values()]) : undefined
    },
    register: (eventId, person) => upsert(world, event(eventId), { ...person }).eventuserid,
    attend(eventId, eventUserId, news) {
      const { registrants, attendees } = event(eventId)
      const registrant = registrants.byId.get(eventUserId)
      if (!registrant) throw new Error(`Nobody with the id ${eventUserId} is registered for event ${eventId}.`)
      const facts = learn(attendees.get(eventUserId)?.facts ?? {}, news)
      attendees.set(eventUserId, { registrant, facts, updatedAt: now() })
      event(eventId).lastupdated = now()
    },
  }
}
