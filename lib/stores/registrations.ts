import * as v from 'valibot'
import { createCache } from '../core/cache.ts'
import { ConflictError, ifConflict, RefusedError } from '../core/errors.ts'
import { odata, type Stored, type Table, toKey } from '../core/table.ts'
import { minute } from '../core/time.ts'
import type { WebinarPlace } from '../model/crm.ts'
import { type AppliedState, neverApplied, pendingState, type ToldState } from '../rules/registrations/applied-state.ts'
import type { JoinLink } from '../rules/registrations/join-link.ts'
import type { Assignment, RegistrantKey } from '../rules/registrations/registrant-key.ts'
import { type ErasedPage, erasePage, theirs, type Whose } from './erasure.ts'
import { RegistrantRow, RegistrationRow, toRegistrantColumns, toRegistrationColumns } from './registration-rows.ts'

/** The record of a registration. */
export type RegistrationRecord = Assignment & {
  /** The registrants that the registration is moving away from, the first left first: they are still to be released. */
  leaving: readonly Assignment[]
  /** The provider's id of the registrant that was released last: the CRM row may still show it. */
  releasedProviderId: string
  link?: JoinLink
  /** The registrant is still to carry the registration, which was made of them. */
  isUntied?: true
}

/**
 * An applied state as it was read. `at`: when it was last written for the provider's sake. Until `leaseExpiresAt` a worker
 * tells the provider something, and nobody else writes.
 */
export type StoredState = AppliedState & { etag: string; at: Date; leaseExpiresAt: Date }

/** The partition of a webinar's applied states. */
export const partitionOf = ({ configuration, webinarId }: WebinarPlace) => `${configuration}_${toKey(webinarId)}`

export type RegistrationStore = ReturnType<typeof createRegistrationStore>

/**
 * How long a lease on a registrant lasts: longer than the calls to the provider may take (to register may be two tries
 * and a question why it was refused, of half a minute each), even where the clock of another instance is a minute ahead,
 * and short enough to wait for when an instance dies with it.
 */
const leaseDuration = 150_000

const neverWritten: StoredState = { ...neverApplied, etag: 'new', at: new Date(0), leaseExpiresAt: new Date(0) }
const OfAnyEdition = v.object({ refused: v.optional(v.string()) })

/**
 * Records of registrations: one record a registration, one applied state a registrant. No name is in it, and an
 * address only as a keyed hash and sealed.
 * @param records table by registration id, @param registrants table by account and webinar, then by e-mail hash
 */
export function createRegistrationStore(records: Table, registrants: Table, now: () => Date) {
  async function write(key: RegistrantKey, state: AppliedState, leaseExpiresAt: Date, etag: string, at = now()) {
    const row = toRegistrantColumns(key.configuration, state, leaseExpiresAt, at)
    return registrants.put(partitionOf(key), key.emailHash, row, etag)
  }

  /** Whether a webinar has states that the first release kept: those have no column for a refusal. */
  const firstEdition = createCache(10 * minute, async (partition): Promise<'some' | 'none'> => {
    for await (const { refused } of registrants.list(OfAnyEdition, odata`PartitionKey eq ${partition}`)) {
      if (refused === undefined) return 'some'
    }
    return 'none'
  })

  /** Moves the state of a registrant that the first release kept under a plain hash. Its own lease is respected. */
  async function upgrade(key: RegistrantKey): Promise<StoredState | undefined> {
    if (!key.firstEditionHash) return undefined
    const old = await registrants.get(RegistrantRow, partitionOf(key), key.firstEditionHash)
    if (!old) return undefined
    if (old.leaseExpiresAt > now()) throw new ConflictError('Another worker is at this registrant.')
    const etag = await write(key, old, new Date(0), 'new', old.at)
    const removed = await registrants.remove(partitionOf(key), key.firstEditionHash, old.etag)
    if (removed) return { ...old, etag }
    await registrants.remove(partitionOf(key), key.emailHash, etag)
    throw new ConflictError('Another worker is at this registrant.')
  }

  /**
   * The applied state of a registrant who seems to be new, without reading it: the first write over it is a
   * `ConflictError` if it is there after all.
   */
  async function assumeNew(key: RegistrantKey): Promise<StoredState> {
    return (await firstEdition.get(partitionOf(key))) === 'none' ? neverWritten : ((await upgrade(key)) ?? neverWritten)
  }

  return {
    record: (registrationId: string): Promise<Stored<RegistrationRecord> | undefined> =>
      records.get(RegistrationRow, registrationId, 'place'),

    /**
     * Writes the record of a registration over the version that was read.
     * @throws ConflictError if another worker wrote it since then
     */
    async assign(
      registrationId: string,
      record: RegistrationRecord,
      before: { etag: string } | undefined,
    ): Promise<RegistrationRecord & { etag: string }> {
      const columns = toRegistrationColumns(record)
      return { ...record, etag: await records.put(registrationId, 'place', columns, before?.etag ?? 'new') }
    },

    /** Removes the record of a registration. @throws ConflictError if another worker wrote it since it was read */
    async forget(registrationId: string, before: { etag: string }) {
      const gone = await records.remove(registrationId, 'place', before.etag)
      if (!gone) throw new ConflictError('Another worker is at this registration.')
    },

    /**
     * Reads the applied state of a registrant.
     * @throws ConflictError while another worker has the lease
     */
    async readApplied(key: RegistrantKey): Promise<StoredState> {
      const stored = await registrants.get(RegistrantRow, partitionOf(key), key.emailHash)
      if (stored && stored.leaseExpiresAt > now()) throw new ConflictError('Another worker is at this registrant.')
      return stored ?? (await upgrade(key)) ?? neverWritten
    },

    assumeNew,

    /** Every applied state of a webinar by e-mail hash, leased or not; those of the first release by their plain hash. */
    async appliedOf(webinar: Pick<RegistrantKey, 'configuration' | 'webinarId'>): Promise<Map<string, StoredState>> {
      const all = new Map<string, StoredState>()
      for await (const stored of registrants.list(RegistrantRow, odata`PartitionKey eq ${partitionOf(webinar)}`)) {
        all.set(stored.row, stored)
      }
      return all
    },

    /**
     * Tells the provider something of a registrant while no other worker can.
     * @param before as `readApplied` gave it: any change since then is a `ConflictError`
     */
    async apply(
      key: RegistrantKey,
      before: StoredState,
      next: { state: ToldState; hash: string },
      call: () => Promise<{ providerId: string }>,
    ): Promise<string> {
      const pending = pendingState(before, next.state)
      const lease = await write(key, pending, new Date(now().getTime() + leaseDuration), before.etag)
      try {
        const { providerId } = await call()
        const toldAt = before.toldAt ?? (next.state === 'registered' ? now() : undefined)
        const applied = { state: next.state, appliedHash: next.hash, refusedHash: '', providerId, toldAt }
        await write(key, applied, new Date(0), lease)
        return providerId
      } catch (error) {
        // A refusal is an answer: nothing has changed there.
        const after = error instanceof RefusedError ? { ...before, refusedHash: next.hash } : pending
        // The lease expires by itself where even this fails.
        await write(key, after, new Date(0), lease).catch(() => undefined)
        throw error
      }
    },

    /**
     * Ends a run that found nothing to send: a worker that read the applied state before this, and is about to send what
     * CRM said then, gets a `ConflictError`. So does the caller, if anything changed since `before`.
     */
    async fence(key: RegistrantKey, before: StoredState, next: AppliedState = before) {
      const at = before.etag === 'new' ? now() : before.at
      await write(key, next, new Date(0), before.etag, at)
    },

    /**
     * Makes the next message about this registrant send again, whatever was sent before.
     * @param before as `appliedOf` gave it: false if anything changed since then, or is about to, which is newer than the
     *   comparison
     */
    async invalidate(key: RegistrantKey, before: StoredState, state: AppliedState['state']): Promise<boolean> {
      if (before.leaseExpiresAt > now()) return false
      return registrants.merge(partitionOf(key), key.emailHash, { fingerprint: '', state }, before.etag)
    },

    /**
     * Notes that the provider was asked to forget a registrant.
     * @param before as `appliedOf` gave it: false as of `invalidate`
     */
    async noteErased(key: RegistrantKey, before: StoredState | undefined): Promise<boolean> {
      if (before && before.leaseExpiresAt > now()) return false
      const erased = { ...(before ?? neverApplied), state: 'erased', appliedHash: '' } as const
      return (await write(key, erased, new Date(0), before?.etag ?? 'new').catch(ifConflict)) !== undefined
    },

    /** Erases a page of an account's applied states. */
    eraseApplied: (whose: Whose, after?: string): Promise<ErasedPage> =>
      // The partitions of an account stand side by side, so no other is looked through.
      erasePage(
        registrants,
        `${theirs(whose)} and ${odata`PartitionKey ge ${`${whose.configuration}_`} and PartitionKey lt ${`${whose.configuration}\``}`}`,
        after,
      ),

    /** Erases a page of an account's registration records. */
    eraseRecords: (whose: Whose, after?: string): Promise<ErasedPage> => erasePage(records, theirs(whose), after),
  }
}
