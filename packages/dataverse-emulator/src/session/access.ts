import { lacksAccess, lacksPrivilege } from '../fault.ts'
import { depthOf, type PrivilegeType, privilegeName } from '../privileges.ts'
import type { Store } from '../store.ts'
import type { Table, Values } from '../types.ts'

// learn.microsoft.com/power-platform/admin/security-roles-privileges: what a person's roles let her do with rows, and how
// far each privilege reaches. All users are in one business unit here, so that it is either her own rows or all.

const OWN_ROWS = 1

/** Refuses a caller none of whose roles has this privilege on a table. */
export function checkPrivilege(store: Store, type: PrivilegeType, table: Table) {
  const { user, roles } = store.caller
  if (roles === 'ignored' || depthOf(store, user, type, table.name) > 0) return
  throw lacksPrivilege(user, privilegeName(type, table.name), table.name)
}

/** Whether a caller who has a privilege on a table has it on this row. */
export function reaches(store: Store, type: PrivilegeType, table: Table): (row: Values) => boolean {
  const { user, roles } = store.caller
  const all = roles === 'ignored' || !table.owned || depthOf(store, user, type, table.name) > OWN_ROWS
  return all ? () => true : (row) => row.ownerid === user
}

/** Refuses a caller who lacks a privilege on a table, or on this row of it. */
export function checkAccess(store: Store, type: PrivilegeType, table: Table, row: Values) {
  checkPrivilege(store, type, table)
  if (!reaches(store, type, table)(row)) {
    throw lacksAccess(store.caller.user, type, table.name, String(row[table.id]))
  }
}

/** Refuses a caller who may not let a row point to the rows that its new values name. */
export function checkLookups(store: Store, table: Table, given: Values) {
  if (store.caller.roles === 'ignored') return
  const pointing = Object.entries(table.columns).flatMap(([name, column]) => {
    if (column.type !== 'lookup' || !given[name] || name === 'ownerid') return []
    return Object.keys(column.targets).filter((target) => store.get(target, String(given[name])))
  })
  if (pointing.length) checkPrivilege(store, 'Append', table)
  for (const target of pointing) checkPrivilege(store, 'AppendTo', store.schema.named(target))
}
