import pLimit from 'p-limit'
import * as v from 'valibot'
import { ConflictError, RefusedError } from '../core/errors.ts'
import { odata, type Stored, type Table } from '../core/table.ts'
import { type RegistrantKey, refusedHash } from '../rules/registrations/registrant-key.ts'

/**
 * Where a registration was last taken: the seat, and the event or session in CRM that it was for. `version` is that of
 * the CRM row when it was last seen to; another version means that there may be something to do.
 */
export type RegistrationRecord = RegistrantKey & { kind: 'event' | 'session'; webinarRow: string; version: string }

/**
 * What the provider knows of a seat: whether somebody is (or may be) cancelled there, and the fingerprint of what it was
 * told, empty as long as the answer is out.
 */
export type AppliedState = { state: 'registered' | 'cancelled'; fingerprint: string; providerId: string }

const PlaceRow = v.object({
  configuration: v.string(),
  webinarId: v.string(),
  address: v.string(),
  kind: v.picklist(['event', 'session']),
  webinarRow: v.string(),
  version: v.string(),
})
const SeatRow = v.object({
  configuration: v.string(),
  state: v.picklist(['registered', 'cancelled']),
  fingerprint: v.string(),
  providerId: v.string(),
  claimedUntil: v.date(),
  at: v.date(),
})

export type RegistrationStore = ReturnType<typeof createRegistrationStore>

/**
 * How long a claim on a seat holds: longer than the calls to the provider may take (to register may be two tries and a
 * question why it was refused, of half a minute each), even where the clock of another instance is a minute ahead, and
 * short enough to wait for when an instance dies with it.
 */
const claimedFor = 150_000

/**
 * What was done with registrations: one row a registration, one row a seat. No name and no address is in it.
 * @param places table by registration id, @param seats table by account and webinar, then by address hash
 */
export function createRegistrationStore(places: Table, seats: Table, now: () => Date) {
  const partition = ({ configuration, webinarId }: Omit<RegistrantKey, 'address'>) => `${configuration}_${webinarId}`
  const nobody: AppliedState = { state: 'registered', fingerprint: '', providerId: '' }

  async function writeSeat(seat: RegistrantKey, told: AppliedState, claimedUntil: Date, etag: string, at = now()) {
    const { configuration } = seat
    const { state, fingerprint, providerId } = told
    const row = { configuration, state, fingerprint, providerId, claimedUntil, at }
    return seats.put(partition(seat), seat.address, row, etag)
  }

  return {
    place: (registrationId: string): Promise<Stored<RegistrationRecord> | undefined> =>
      places.get(PlaceRow, registrationId, 'place'),

    /** Takes a registration to a place, unless another worker took it somewhere since `before` was read: `Conflict`. */
    async setPlace(registrationId: string, place: RegistrationRecord, before: Stored<RegistrationRecord> | undefined) {
      const { configuration, webinarId, address, kind, webinarRow, version } = place
      const row = { configuration, webinarId, address, kind, webinarRow, version }
      await places.put(registrationId, 'place', row, before?.etag ?? 'new')
    },

    /** Notes which version of the row was seen to. */
    async setVersion(registrationId: string, version: string) {
      await places.merge(registrationId, 'place', { version })
    },

    /** Forgets a registration, unless another worker took it somewhere since `before` was read: `Conflict`. */
    async forget(registrationId: string, before: Stored<RegistrationRecord>) {
      const gone = await places.remove(registrationId, 'place', before.etag)
      if (!gone) throw new ConflictError('Another worker is at this registration.')
    },

    /**
     * What the provider knows of a seat.
     * @throws Conflict while another worker has a claim on it
     */
    async told(seat: RegistrantKey): Promise<AppliedState & { etag: string; at: Date }> {
      const kept = await seats.get(SeatRow, partition(seat), seat.address)
      if (kept && kept.claimedUntil > now()) throw new ConflictError('Another worker is at this registration.')
      return kept ?? { ...nobody, etag: 'new', at: new Date(0) }
    },

    /** Every seat of a webinar by address hash, claims or not. */
    async seatsOf(webinar: Omit<RegistrantKey, 'address'>): Promise<Map<string, Stored<AppliedState & { at: Date }>>> {
      const all = new Map<string, Stored<AppliedState & { at: Date }>>()
      for await (const kept of seats.list(SeatRow, odata`PartitionKey eq ${partition(webinar)}`))
        all.set(kept.row, kept)
      return all
    },

    /**
     * Tells the provider something of a seat while no other worker can. Until the answer is in, the seat counts as
     * told nothing, and as cancelled if it may be.
     * @param before as `told` gave it: any change since then is a `Conflict`
     */
    async tell(
      seat: RegistrantKey,
      before: AppliedState & { etag: string },
      next: Pick<AppliedState, 'state' | 'fingerprint'>,
      act: () => Promise<{ providerId: string }>,
    ): Promise<string> {
      const state = next.state === 'cancelled' ? next.state : before.state
      const open: AppliedState = { state, fingerprint: '', providerId: before.providerId }
      const claim = await writeSeat(seat, open, new Date(now().getTime() + claimedFor), before.etag)
      try {
        const { providerId } = await act()
        await writeSeat(seat, { ...next, providerId }, new Date(0), claim)
        return providerId
      } catch (error) {
        // A refusal is an answer: nothing has changed there.
        const refused = { ...before, fingerprint: refusedHash(next.fingerprint) }
        // The claim runs out by itself where even this fails.
        const after = error instanceof RefusedError ? refused : open
        await writeSeat(seat, after, new Date(0), claim).catch(() => undefined)
        throw error
      }
    },

    /**
     * Whoever read the seat before this, and is about to tell the provider something, gets a `Conflict`; so does the
     * caller, if anything changed since `before`.
     */
    async overtake(seat: RegistrantKey, before: AppliedState & { etag: string; at: Date }) {
      await writeSeat(seat, before, new Date(0), before.etag, before.at)
    },

    /**
     * The next message about this seat tells the provider again, whatever it was told before.
     * @param before as `seatsOf` gave it: false if anything changed since then, which is newer than any doubt
     */
    doubt: (seat: RegistrantKey, before: Stored<unknown>, state: AppliedState['state']): Promise<boolean> =>
      seats.merge(partition(seat), seat.address, { fingerprint: '', state }, before.etag),

    /** Forgets everything about an account; the number of registrations that were known. */
    async forgetConfiguration(configuration: string): Promise<number> {
      const theirs = odata`configuration eq ${configuration}`
      await removeAll(seats, theirs)
      return removeAll(places, theirs)
    },
  }
}

/** The receipt of a removal is waited for, and an account may have tens of thousands of rows. */
const removersAtOnce = 16

/** Removes what a filter finds; how many rows that were. */
export async function removeAll(table: Table, filter: string): Promise<number> {
  const limit = pLimit(removersAtOnce)
  let removed = 0
  let page: { partition: string; row: string }[] = []
  const flush = async () => {
    const gone = await limit.map(page, ({ partition, row }) => table.remove(partition, row))
    removed += gone.filter((one) => one).length
    page = []
  }
  for await (const kept of table.list(v.object({}), filter)) {
    page.push(kept)
    if (page.length === 1000) await flush()
  }
  await flush()
  return removed
}
