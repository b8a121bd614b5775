import * as v from 'valibot'
import { Conflict, QuotaReached, Refused, Unavailable } from '../core/errors.ts'
import type { Kept, Table } from '../core/table.ts'
import type { Made } from '../rules/webinars/webinar-action.ts'

const MadeRow = v.object({
  configuration: v.string(),
  webinarId: v.string(),
  told: v.string(),
  state: v.picklist(['held', 'cancelled', 'deleted']),
  own: v.optional(v.boolean(), false),
  replaces: v.optional(v.string(), ''),
  claimedUntil: v.date(),
})

export type MadeWebinars = ReturnType<typeof createMadeWebinars>

/** Longer than the calls to the provider may take, even where the clock of another instance is a minute ahead. */
const claimedFor = 150_000

/** Which webinar was made or taken over for an event or session, and what the provider was told of it: one row each. */
export function createMadeWebinars(table: Table, now: () => Date) {
  const write = (id: string, made: Made, claimedUntil: Date, etag: string) => {
    const { configuration, webinarId, told, state, own, replaces } = made
    return table.put(id, 'made', { configuration, webinarId, told, state, own, replaces, claimedUntil }, etag)
  }

  return {
    /** @throws Conflict while another worker has a claim on it */
    async made(id: string): Promise<Kept<Made> | undefined> {
      const kept = await table.get(MadeRow, id, 'made')
      if (kept && kept.claimedUntil > now()) throw new Conflict('Another worker is at this webinar.')
      return kept
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
      before: Kept<Made> | undefined,
      act: (asking: () => Promise<void>) => Promise<Made>,
    ) {
      const open: Made = { webinarId: '', state: 'held', own: false, replaces: '', ...before, configuration, told: '' }
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
        if (asked && error instanceof Unavailable && !(error instanceof QuotaReached)) throw error
        // What was refused changed nothing. The claim runs out by itself where even this fails.
        const after = error instanceof Refused && before ? before : open
        await write(id, after, new Date(0), claim).catch(() => undefined)
        throw error
      }
    },

    async forget(id: string) {
      await table.remove(id, 'made')
    },
  }
}
