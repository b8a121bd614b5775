import { v5 as uuidV5 } from 'uuid'
import type { WebinarKind } from '../../model/crm.ts'

/** The name space of the ids of ledger rows. Changing it would write every row a second time. */
const ledger = '0b6f2d47-5c1a-4e52-9a0c-6f3f1a7c9d31'

/** The id of the ledger row of an event or session. */
export function webinarLedgerId(kind: WebinarKind, id: string): string {
  return uuidV5(`webinar|${kind}|${id}`.toLowerCase(), ledger)
}

/** The id of the ledger row of a day (`2026-11-26`) and account. */
export function dailyLedgerId(configuration: string, day: string): string {
  return uuidV5(`day|${configuration}|${day}`.toLowerCase(), ledger)
}
