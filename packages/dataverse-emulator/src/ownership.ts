import { lacksPrivilege } from './fault.ts'
import { holds, privilegeName } from './privileges.ts'
import type { Store } from './store.ts'
import type { Table, Values } from './types.ts'

// learn.microsoft.com/power-apps/developer/data-platform/security-sharing-assigning: who gives a row to somebody else
// needs the privilege to assign, and who gets it, to read such rows. A disabled user may own rows.

/** Refuses to give a row to somebody else without the privileges for it. */
export function checkOwner(store: Store, table: Table, caller: string, before: Values | undefined, row: Values) {
  const owner = String(row.ownerid)
  if (owner === (before?.ownerid ?? caller)) return
  if (!holds(store, caller, 'Assign', table.name)) {
    throw lacksPrivilege(caller, privilegeName('Assign', table.name), table.name)
  }
  if (row.owneridtype === 'systemuser' && !holds(store, owner, 'Read', table.name)) {
    throw lacksPrivilege(owner, privilegeName('Read', table.name), table.name)
  }
}

/** The columns of a row that follow from its owner. */
export function owningColumns(store: Store, { ownerid, owneridtype }: Values): Values {
  const owner = store.get(String(owneridtype), String(ownerid))
  return {
    owninguser: owneridtype === 'systemuser' ? (ownerid ?? null) : null,
    owningteam: owneridtype === 'team' ? (ownerid ?? null) : null,
    owningbusinessunit: owner?.businessunitid ?? null,
  }
}
