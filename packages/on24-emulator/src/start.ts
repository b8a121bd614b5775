import { type Emulator, serve } from '@webinar-connector/emulator-server'
import { levels } from './account.ts'
import { eventTypes, languages } from './account-lists.ts'
import { mergeFacts } from './attendance.ts'
import { addEvent, type NewEvent } from './new-event.ts'
import { quotaUse } from './quota.ts'
import { upsert } from './register.ts'
import { routes } from './routes.ts'
import type { Account, AttendeeFacts, Event, Person, QuotaUse, Registrant } from './types.ts'
import { emptyWorld } from './world.ts'

type Options = { port?: number; now?: () => Date }

type NewAccount = Pick<Account, 'clientId' | 'accessTokenKey' | 'accessTokenSecret'> &
  Partial<Pick<Account, 'quotas' | 'quotaWindow' | 'latency'>>

/** One ON24 region; its API is under `/v2` of the url. */
export type On24 = Emulator & {
  addAccount(account: NewAccount): Account
  /** The use of an account's quota for a call, e.g. `POST /client/{clientId}/event/{eventId}/registrant`, by minute. */
  quotaUse(clientId: string, call: string): QuotaUse[]
  /** Returns the id of the new event. */
  addEvent(event: NewEvent): number
  /** Every event that is not deleted. */
  events(): Event[]
  /** The stored event; changes to it take effect at once. */
  event(eventId: number): Event
  /** All registrants of an event, with the deleted ones, in the order they came. */
  registrants(eventId: number): Registrant[]
  /** True: the list of an event's registrants stays as it is now, as if it lagged. False: it shows the real ones again. */
  holdList(eventId: number, held: boolean): void
  /** Registers as by ON24's own page, which sets no `exteventusercd`; returns the registrant's id. */
  register(eventId: number, person: { email: string } & Person & Partial<Pick<Registrant, 'marketingemail'>>): number
  /** Adds facts about an attendee. */
  attend(eventId: number, eventUserId: number, facts: AttendeeFacts): void
}

/** Starts the emulator of one ON24 region. `now` is its clock. */
export async function startOn24({ port, now = () => new Date() }: Options = {}): Promise<On24> {
  const world = emptyWorld(now)
  const server = await serve(routes(world).fetch, port)

  function event(eventId: number): Event {
    const known = world.events.get(eventId)
    if (!known) throw new Error(`There is no event ${eventId}.`)
    return known
  }

  return {
    ...server,
    addAccount(given) {
      const { clientId } = given
      if (world.accounts.has(clientId)) throw new Error(`There is a client ${clientId} already.`)
      const account: Account = {
        quotas: true,
        quotaWindow: 'clock minute',
        latency: 0,
        ...given,
        enabled: true,
        active: true,
        contractExpired: false,
        levels: new Set(levels),
        eventTypes,
        languages,
      }
      world.accounts.set(clientId, account)
      return account
    },
    quotaUse: (clientId, call) => quotaUse(world, clientId, call),
    addEvent: (facts) => addEvent(world, facts),
    events: () => [...world.events.values()].filter(({ deleted }) => !deleted),
    event,
    registrants: (eventId) => [...event(eventId).registrants.byId.values()],
    holdList(eventId, held) {
      const { registrants } = event(eventId)
      event(eventId).listed = held ? structuredClone([...registrants.byId.values()]) : undefined
    },
    register: (eventId, person) => upsert(world, event(eventId), { ...person }).eventuserid,
    attend(eventId, eventUserId, added) {
      const { registrants, attendees } = event(eventId)
      const registrant = registrants.byId.get(eventUserId)
      if (!registrant) throw new Error(`Event ${eventId} has no registrant ${eventUserId}.`)
      const facts = mergeFacts(attendees.get(eventUserId)?.facts ?? {}, added)
      attendees.set(eventUserId, { registrant, facts, updatedAt: now() })
      event(eventId).lastupdated = now()
    },
  }
}
