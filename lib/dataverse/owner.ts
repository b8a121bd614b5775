import type { Owner } from '../model/crm.ts'
import { owner } from './shared-columns.ts'
import { keysOf } from './table-definition.ts'

/** The columns of a row that name its owner. */
export const ownerColumns = keysOf(owner)

export function toOwner(row: Record<keyof typeof owner, string | null>): Owner | undefined {
  const { _owninguser_value: user, _owningteam_value: team } = row
  if (user) return { kind: 'user', id: user }
  return team ? { kind: 'team', id: team } : undefined
}

/** The value that gives a row to its owner. */
export function ownerAddress({ kind, id }: Owner): string {
  return `/${{ user: 'systemusers', team: 'teams' }[kind]}(${id})`
}
