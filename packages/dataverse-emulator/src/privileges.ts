import type { Store } from './store.ts'

/** The types of privileges on a table. */
export const PRIVILEGE_TYPES = ['Create', 'Read', 'Write', 'Delete', 'Assign', 'Share', 'Append', 'AppendTo'] as const

/** Dataverse adds these to every role, also when the role's privileges are replaced. */
export const OF_EVERY_ROLE = ['prvReadSharePointDocument', 'prvReadSharePointData']
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

/** Whether one of a user's roles has a privilege on a table. A user without any role may do everything here. */
export function holds(store: Store, user: string, type: (typeof PRIVILEGE_TYPES)[number], table: string): boolean {
  const roles = [...store.referrers('systemuserroles', 'systemuserid', user)].map((link) =>
    String(store.get('systemuserroles', link)?.roleid),
  )
  const wanted = privilegeId(store, privilegeName(type, table)) ?? ''
  return roles.length === 0 || roles.some((role) => privilegesOf(store, role).has(wanted))
}
