import * as v from 'valibot'
import { odata, type Table } from '../core/table.ts'
import type { WebinarKind } from '../model/crm.ts'

/** The last review of a webinar. */
export type Review = {
  /** When it was enqueued. */
  at: Date
  /** The digest that the provider's list gave then; empty: unknown. */
  asked: string
  /** The same for the last review that came to its end and found nothing to put right. */
  digest: string
}

const ReviewRow = v.object({ at: v.date(), asked: v.optional(v.string(), ''), digest: v.optional(v.string(), '') })

export type ReviewStore = ReturnType<typeof createReviewStore>

/** Records of reviews: one a webinar, all in one partition, so that a sweep reads them at once. */
export function createReviewStore(table: Table) {
  const partition = 'review'
  const key = (kind: WebinarKind, webinarRow: string) => `${kind}_${webinarRow}`

  return {
    async all(): Promise<Map<string, Review>> {
      const all = new Map<string, Review>()
      for await (const { row, at, asked, digest } of table.list(ReviewRow, odata`PartitionKey eq ${partition}`)) {
        all.set(row, { at, asked, digest })
      }
      return all
    },

    key,

    async noteEnqueued(kind: WebinarKind, webinarRow: string, configuration: string, review: Review) {
      await table.put(partition, key(kind, webinarRow), { configuration, ...review })
    },

    /** Notes that a review came to its end. @param isWell nothing is left that must be looked at again soon */
    async noteDone(kind: WebinarKind, webinarRow: string, isWell: boolean) {
      const review = await table.get(ReviewRow, partition, key(kind, webinarRow))
      const digest = isWell ? (review?.asked ?? '') : ''
      if (review && review.digest !== digest) await table.merge(partition, key(kind, webinarRow), { digest })
    },

    async forget(key: string) {
      await table.remove(partition, key)
    },
  }
}
