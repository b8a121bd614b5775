import * as v from 'valibot'
import type { Stored, Table } from '../core/table.ts'
import { unknownStatus, type WrittenStatus } from '../model/status.ts'
import { type ErasedPage, erasePage, theirs, type Whose } from './erasure.ts'

const StatusRow = v.object({
  code: v.string(),
  hash: v.string(),
  version: v.optional(v.string(), ''),
  seenAt: v.optional(v.date()),
})

type Subject = 'configuration' | 'webinar' | 'registration'

export type StatusStore = ReturnType<typeof createStatusStore>

/**
 * The statuses last written on the rows of configurations, webinars and registrations: one record each. Decisions go
 * by it and never by the text on the row, which may be in any language, of any release, or edited by somebody.
 * @param gathered the same table, for those of registrations, of which many are written at the same time
 */
export function createStatusStore(table: Table, gathered = table) {
  return {
    /** Undefined: nothing was written, or by the first release, which kept no record of it. */
    written: (subject: Subject, id: string): Promise<Stored<WrittenStatus> | undefined> =>
      table.get(StatusRow, subject, id),

    /** Remembers what was written on the row. @param configuration the account that the row is about, if any */
    async note(subject: Subject, id: string, configuration: string, { code, hash, version, seenAt }: WrittenStatus) {
      const into = subject === 'registration' ? gathered : table
      await into.put(subject, id, { configuration, code, hash, version, ...(seenAt && { seenAt }) })
    },

    /** Remembers the version at which the row was dealt with, where its status stays. */
    async noteVersion(subject: Subject, id: string, version: string, seenAt?: Date) {
      await table.merge(subject, id, { version, ...(seenAt && { seenAt }) })
    },

    /**
     * Remembers what `act` writes on the row. Until that is done it counts as unknown: then a next run writes it again.
     * @param before as `written` gave it: any change since then is a `ConflictError`
     * @param act answers the version of the row that is dealt with then, if any
     */
    async write(
      subject: Subject,
      id: string,
      configuration: string,
      before: Stored<WrittenStatus> | undefined,
      { code, hash }: WrittenStatus,
      act: () => Promise<string | undefined>,
    ) {
      const open = await table.put(subject, id, { configuration, ...unknownStatus }, before?.etag ?? 'new')
      const version = await act()
      await table.put(subject, id, { configuration, code, hash, version }, open)
    },

    async forget(subject: Subject, id: string) {
      await table.remove(subject, id)
    },

    /** Erases a page of an account's statuses. */
    erase: (whose: Whose, after?: string): Promise<ErasedPage> => erasePage(table, theirs(whose), after),
  }
}
