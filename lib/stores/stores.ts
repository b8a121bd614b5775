import type { Table } from '../core/table.ts'
import { createAttendanceStore } from './attendance.ts'
import { createAuditTrail } from './audit-trail.ts'
import { createEntranceStore } from './entrances.ts'
import { createErasureStore } from './erasures.ts'
import { createFormerRegistrants } from './former-registrants.ts'
import { createFormStore } from './forms.ts'
import { createLedgerStore } from './ledger.ts'
import { createOutdatedRecords } from './outdated-records.ts'
import { createRefusalStore } from './refusals.ts'
import { createRemovals } from './removals.ts'
import { createRequestStore } from './requests.ts'
import { createReviewStore } from './reviews.ts'
import { createStatusStore } from './statuses.ts'
import { createWebinarStore } from './webinars.ts'

type Storage = { table(name: string): Table; gatheredTable(name: string): Table }

/** The app's own records, each kind in its table. The outcomes of messages are kept beside them, in `lib/app.ts`. */
export function createStores({ table, gatheredTable }: Storage, now: () => Date) {
  return {
    removals: createRemovals(table('cursors')),
    requestStore: createRequestStore(table('runs')),
    erasureStore: createErasureStore(table('runs')),
    formerRegistrants: createFormerRegistrants(table('registrations')),
    auditTrail: createAuditTrail(table('auditrecords')),
    outdatedRecords: createOutdatedRecords({
      ...{ registrations: table('registrations'), registrants: table('registrants'), statuses: table('statuses') },
      ...{ webinars: table('webinars'), failures: table('failures'), runs: table('runs') },
      ledger: table('ledger'),
      ...{ turns: table('turns'), cursors: table('cursors'), auditrecords: table('auditrecords') },
    }),
    attendanceStore: createAttendanceStore(table('webinars')),
    entranceStore: createEntranceStore(table('webinars')),
    formStore: createFormStore(table('webinars')),
    reviewStore: createReviewStore(table('webinars')),
    ledgerStore: createLedgerStore(table('ledger')),
    webinarStore: createWebinarStore(table('webinars'), now),
    statusStore: createStatusStore(table('statuses'), gatheredTable('statuses')),
    refusalStore: createRefusalStore(table('statuses')),
  }
}
