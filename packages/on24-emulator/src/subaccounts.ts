import { refuse } from './refusal.ts'
import type { Fields } from './types.ts'

/** No client of the stand-in has sub-accounts, so every id of one is wrong. */
export function refuseSubaccounts(query: Fields): void {
  if (query.subaccounts !== undefined) refuse(400, `subaccounts ${query.subaccounts} were not found.`)
}
