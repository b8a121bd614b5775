import type { Store } from './store.ts'

/** The types of privileges on a table. */
export const PRIVILEGE_TYPES = ['Create', 'Read', 'Write', 'Delete', 'Assign', 'Share', 'Append', 'AppendTo'] as const
export type PrivilegeType = (typeof PRIVILEGE_TYPES)[number]

/** Id of the role that may do everything. */
export const ADMINISTRATOR = '627090ff-40a3-4053-8790-584edc5be201'
const EVERYWHERE = 8

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
export function holds(store: Store, user: string, type: PrivilegeType, table: string): boolean {
  return rolesOf(store, user).length === 0 || depthOf(store, user, type, table) > 0
}

/** How far a user's roles let a privilege on a table reach: 1 to her own rows, 8 to all; 0 without the privilege. */
export function depthOf(store: Store, user: string, type: PrivilegeType, table: string): number {
  const wanted = privilegeId(store, privilegeName(type, table)) ?? ''
  const depths = rolesOf(store, user).map((role) =>
    role === ADMINISTRATOR ? EVERYWHERE : (privilegesOf(store, role).get(wanted) ?? 0),
  )
  return Math.max(0, ...depths)
}

/** Ids of the roles of a user. */
export function rolesOf(store: Store, user: string): string[] {
  return [...store.referrers('systemuserroles', 'systemuserid', user)].map((link) =>
    String(store.get('systemuserroles', link)?.roleid),
  )
}
