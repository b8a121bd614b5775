import * as v from 'valibot'
import { odata, type Table } from '../base/table.ts'
import type { Seat } from '../rules/seat.ts'

/** Where a registration was last taken: the seat, and the event or session in CRM that it was for. */
export type Place = Seat & { kind: 'event' | 'session'; webinarRow: string }

/** What the provider was last told of a seat. */
export type Told = { state: 'registered' | 'cancelled'; fingerprint: string; providerId: string; at: Date }

const PlaceRow = v.object({
  configuration: v.string(),
  webinarId: v.string(),
  address: v.string(),
  kind: v.picklist(['event', 'session']),
  webinarRow: v.string(),
})
const ToldRow = v.object({
  configuration: v.string(),
  state: v.picklist(['registered', 'cancelled']),
  fingerprint: v.string(),
  providerId: v.string(),
  at: v.date(),
})

export type RegistrationMemory = ReturnType<typeof createRegistrationMemory>

/**
 * What was done with registrations: one row a registration, one row a seat. No name and no address is in it.
 * @param places table by registration id, @param seats table by account and webinar, then by address hash
 */
export function createRegistrationMemory(places: Table, seats: Table) {
  const partition = ({ configuration, webinarId }: Seat) => `${configuration}_${webinarId}`

  return {
    place: (registrationId: string): Promise<Place | undefined> => places.get(PlaceRow, registrationId, 'place'),

    async setPlace(registrationId: string, { configuration, webinarId, address, kind, webinarRow }: Place) {
      await places.put(registrationId, 'place', { configuration, webinarId, address, kind, webinarRow })
    },

    async forget(registrationId: string) {
      await places.remove(registrationId, 'place')
    },

    told: (seat: Seat): Promise<Told | undefined> => seats.get(ToldRow, partition(seat), seat.address),

    async tell(seat: Seat, { state, fingerprint, providerId, at }: Told) {
      const { configuration } = seat
      await seats.put(partition(seat), seat.address, { configuration, state, fingerprint, providerId, at })
    },

    /** Forgets everything about an account; the number of registrations that were known. */
    async forgetConfiguration(configuration: string): Promise<number> {
      const theirs = odata`configuration eq ${configuration}`
      await removeAll(seats, theirs)
      return removeAll(places, theirs)
    },
  }
}

/** Removes what a filter finds; how many rows that were. */
export async function removeAll(table: Table, filter: string): Promise<number> {
  let removed = 0
  for await (const { partition, row } of table.list(v.object({}), filter)) {
    if (await table.remove(partition, row)) removed += 1
  }
  return removed
}
