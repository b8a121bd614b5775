import * as v from 'valibot'
import { ConflictError, QuotaReachedError, RefusedError, UnavailableError } from '../core/errors.ts'
import { hashOf } from '../core/hash.ts'
import type { Stored, Table } from '../core/table.ts'
import type { MadeFor, WebinarOwner, WebinarPlace } from '../model/crm.ts'
import type { WebinarRecord } from '../rules/webinars/webinar-action.ts'

/** The columns keep the names of the first release, so that both releases read the table. */
const StoredRecord = v.object({
  configuration: v.string(),
  webinarId: v.string(),
  told: v.string(),
  state: v.picklist(['held', 'cancelled', 'deleted']),
  own: v.optional(v.boolean(), false),
  replaces: v.optional(v.string(), ''),
  claimedUntil: v.date(),
  marked: v.optional(v.boolean(), false),
})

/** The first edition did not ask for which environment a webinar was made. */
const StoredOwner = v.object({
  kind: v.picklist(['event', 'session']),
  table: v.string(),
  id: v.string(),
  madeFor: v.optional(v.picklist(['own', 'another', 'unknown'])),
})

/** The owner among the rows here, and for which environment the webinar was made; undefined: the provider was not asked. */
export type RememberedOwner = WebinarOwner & { madeFor?: MadeFor | undefined }

export type WebinarStore = ReturnType<typeof createWebinarStore>

/** How long a lease lasts: longer than the calls may take, even where the clock of another instance is a minute ahead. */
const leaseDuration = 150_000

/** People type ids, and a key of a table does not take every character. */
const ownerKey = (webinarId: string) => `owner_${hashOf(webinarId)}`

/** The webinar records of events and sessions: one each, with what the provider was last told. */
export function createWebinarStore(table: Table, now: () => Date) {
  const write = (id: string, record: WebinarRecord, leaseExpiresAt: Date, etag: string) =>
    table.put(
      id,
      'made',
      {
        configuration: record.configuration,
        webinarId: record.webinarId,
        told: record.appliedHash,
        state: record.state,
        own: record.createdByConnector,
        replaces: record.replacedWebinarId,
        claimedUntil: leaseExpiresAt,
        marked: true,
      },
      etag,
    )

  return {
    /** @throws ConflictError while another worker has the lease */
    async record(id: string): Promise<Stored<WebinarRecord> | undefined> {
      const stored = await table.get(StoredRecord, id, 'made')
      if (stored && stored.claimedUntil > now()) throw new ConflictError('Another worker is at this webinar.')
      if (!stored) return undefined
      const { told: appliedHash, own: createdByConnector, replaces: replacedWebinarId, marked, ...rest } = stored
      return { ...rest, appliedHash, createdByConnector, replacedWebinarId, ...(!marked && { isUnmarked: true }) }
    },

    /**
     * Tells the provider something of a webinar while no other worker can. Until the answer is in, nothing counts as
     * applied.
     * @param before as `record` gave it: any change since then is a `ConflictError`
     * @param act calls `beforeCreate` right before it asks for a new webinar: the lease is renewed, and outlives a lost answer
     */
    async apply(
      id: string,
      configuration: string,
      before: Stored<WebinarRecord> | undefined,
      act: (beforeCreate: () => Promise<void>) => Promise<WebinarRecord>,
    ) {
      const pending: WebinarRecord = {
        webinarId: '',
        state: 'held',
        createdByConnector: false,
        replacedWebinarId: '',
        ...before,
        configuration,
        appliedHash: '',
      }
      const until = () => new Date(now().getTime() + leaseDuration)
      let lease = await write(id, pending, until(), before?.etag ?? 'new')
      let isAsked = false
      const beforeCreate = async () => {
        lease = await write(id, pending, until(), lease)
        isAsked = true
      }
      try {
        await write(id, await act(beforeCreate), new Date(0), lease)
      } catch (error) {
        // A webinar that was created shows at the provider after a while: until then the lease stands.
        if (isAsked && error instanceof UnavailableError && !(error instanceof QuotaReachedError)) throw error
        // A refusal changed nothing. The lease expires by itself where even this write fails.
        const after = error instanceof RefusedError && before ? before : pending
        await write(id, after, new Date(0), lease).catch(() => undefined)
        throw error
      }
    },

    async forget(id: string) {
      await table.remove(id, 'made')
    },

    /**
     * The row to which a webinar belongs among those here, and for which environment it was made, as far as that was
     * found out.
     */
    owner: ({ configuration, webinarId }: WebinarPlace): Promise<Stored<RememberedOwner> | undefined> =>
      table.get(StoredOwner, configuration, ownerKey(webinarId)),

    /**
     * Remembers to which row a webinar belongs.
     * @param etag of the owner as it was read, or `new`; undefined: whatever was remembered
     */
    async setOwner(
      { configuration, webinarId }: WebinarPlace,
      { kind, table: name, id, madeFor }: RememberedOwner,
      etag?: string,
    ) {
      const columns = { configuration, kind, table: name, id, ...(madeFor && { madeFor }) }
      await table.put(configuration, ownerKey(webinarId), columns, etag)
    },
  }
}
