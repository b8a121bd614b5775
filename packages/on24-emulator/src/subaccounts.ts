import { refuse } from './refusal.ts'
import type { Fields } from './types.ts'

/** Refuses ids of sub-accounts: no client of the emulator has any. */
export function refuseSubaccounts(query: Fields): void {
  if (query.subaccounts !== undefined) refuse(400, `subaccounts ${query.subaccounts} were not found.`)
}
