import * as v from 'valibot'
import { ConflictError, QuotaReachedError, RefusedError, UnavailableError } from '../core/errors.ts'
import type { Stored, Table } from '../core/table.ts'
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
})

export type WebinarStore = ReturnType<typeof createWebinarStore>

/** Longer than the calls to the provider may take, even where the clock of another instance is a minute ahead. */
const claimedFor = 150_000

/** Which webinar was made or taken over for an event or session, and what the provider was told of it: one row each. */
export function createWebinarStore(table: Table, now: () => Date) {
  const write = (id: string, made: WebinarRecord, claimedUntil: Date, etag: string) => {
    const {
      configuration,
      webinarId,
      appliedHash: told,
      state,
      createdByConnector: own,
      replacedWebinarId: replaces,
    } = made
    return table.put(id, 'made', { configuration, webinarId, told, state, own, replaces, claimedUntil }, etag)
  }

  return {
    /** @throws Conflict while another worker has a claim on it */
    async made(id: string): Promise<Stored<WebinarRecord> | undefined> {
      const stored = await table.get(StoredRecord, id, 'made')
      if (stored && stored.claimedUntil > now()) throw new ConflictError('Another worker is at this webinar.')
      if (!stored) return undefined
      const { told: appliedHash, own: createdByConnector, replaces: replacedWebinarId, ...rest } = stored
      return { ...rest, appliedHash, createdByConnector, replacedWebinarId }
    },

    /**
     * Tells the provider something of a webinar while no other worker can. Until the answer is in, it counts as told
     * nothing.
     * @param before as `made` gave it: any change since then is a `Conflict`
     * @param act calls `asking` right before it asks for a new webinar: the claim lasts anew, and outlives a lost answer
     */
    async tell(
      id: string,
      configuration: string,
      before: Stored<WebinarRecord> | undefined,
      act: (asking: () => Promise<void>) => Promise<WebinarRecord>,
    ) {
      const open: WebinarRecord = {
        webinarId: '',
        state: 'held',
        createdByConnector: false,
        replacedWebinarId: '',
        ...before,
        configuration,
        appliedHash: '',
      }
      const until = () => new Date(now().getTime() + claimedFor)
      let claim = await write(id, open, until(), before?.etag ?? 'new')
      let asked = false
      const asking = async () => {
        claim = await write(id, open, until(), claim)
        asked = true
      }
      try {
        await write(id, await act(asking), new Date(0), claim)
      } catch (error) {
        // Whether a webinar was made will show at the provider, if not at once: until then the claim stands.
        if (asked && error instanceof UnavailableError && !(error instanceof QuotaReachedError)) throw error
        // A refusal changed nothing. The lease expires by itself where even this write fails.
        const after = error instanceof RefusedError && before ? before : open
        await write(id, after, new Date(0), claim).catch(() => undefined)
        throw error
      }
    },

    async forget(id: string) {
      await table.remove(id, 'made')
    },
  }
}
