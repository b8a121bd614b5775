import * as v from 'valibot'
import type { Stored, Table } from '../core/table.ts'

/** What was last written on a row for people: what it means, and a hash of the text. */
export type WrittenStatus = { code: string; hash: string }

const StatusRow = v.object({ code: v.string(), hash: v.string() })
const unknown: WrittenStatus = { code: '', hash: '' }

export type StatusStore = ReturnType<typeof createStatusStore>

/**
 * What the connector last wrote on webinars and configurations: one row each. Decisions go by it and never by the text
 * on the row, which may be in any language, of any release, or edited by somebody.
 */
export function createStatusStore(table: Table) {
  return {
    /** Undefined: nothing was written, or by the first edition, which kept no record of it. */
    written: (subject: 'configuration' | 'webinar', id: string): Promise<Stored<WrittenStatus> | undefined> =>
      table.get(StatusRow, subject, id),

    /**
     * Remembers what `act` writes on the row. Until that is done it counts as unknown: then a next run writes it again.
     * @param before as `written` gave it: any change since then is a `Conflict`
     */
    async write(
      subject: 'configuration' | 'webinar',
      id: string,
      before: Stored<WrittenStatus> | undefined,
      { code, hash }: WrittenStatus,
      act: () => Promise<unknown>,
    ) {
      const open = await table.put(subject, id, unknown, before?.etag ?? 'new')
      await act()
      await table.put(subject, id, { code, hash }, open)
    },

    async forget(subject: 'configuration' | 'webinar', id: string) {
      await table.remove(subject, id)
    },
  }
}
