import { tableNamed } from './schema.ts'
import type { Store } from './store.ts'
import { createRow } from './write.ts'

/** The types of privileges on a table. */
export const PRIVILEGE_TYPES = ['Create', 'Read', 'Write', 'Delete', 'Assign', 'Share', 'Append', 'AppendTo'] as const

// Dataverse adds these to every role, also when the role's privileges are replaced.
const OF_EVERY_ROLE = ['prvReadSharePointDocument', 'prvReadSharePointData']
export const OTHER_PRIVILEGES = [...OF_EVERY_ROLE, 'prvPublishCustomization', 'prvWriteEntity']

/** Name of the privilege for a table. */
export function privilegeName(type: string, table: string): string {
  return `prv${type}${table}`
}

/** The privilege of that name, in any case. */
export function privilegeId(store: Store, name: string): string | undefined {
  for (const { id, values } of store.entries('privilege')) {
    if (String(values.name).toLowerCase() === name.toLowerCase()) return id
  }
  return undefined
}

/** Depth by privilege, of a role. */
export function privilegesOf(store: Store, role: string): Map<string, number> {
  const rows = [...store.referrers('roleprivileges', 'roleid', role)].map((id) => store.get('roleprivileges', id))
  return new Map(rows.map((row) => [String(row?.privilegeid), Number(row?.privilegedepthmask)]))
}

/** Gives a role exactly these privileges, and those that every role has. */
export function replacePrivileges(store: Store, role: string, depths: Map<string, number>) {
  for (const id of [...store.referrers('roleprivileges', 'roleid', role)]) store.put('roleprivileges', id, undefined)
  const always = OF_EVERY_ROLE.flatMap((name) => privilegeId(store, name) ?? [])
  for (const [privilegeid, privilegedepthmask] of [...always.map((id) => [id, 8] as const), ...depths]) {
    createRow(store, tableNamed('roleprivileges'), { roleid: role, privilegeid, privilegedepthmask }, 'api')
  }
}
