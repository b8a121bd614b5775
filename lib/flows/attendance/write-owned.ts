import { isWithoutPrivilege } from '../../core/errors.ts'
import type { OwnedCheckIn, Owner } from '../../model/crm.ts'

/**
 * A write of check-ins that gives each to its owner. Dataverse refuses an owner whose roles do not read check-ins: then
 * the row goes to the owner of the event, else it stays the connector's.
 * @param ofEvent the owner of the event, asked for once
 */
export function createOwnedWrite(
  write: (rows: readonly OwnedCheckIn[]) => Promise<void>,
  ofEvent: () => Promise<Owner | undefined>,
) {
  const refused = new Set<string>()
  const accepted = async (owner: Owner | undefined) => {
    if (!owner || !refused.has(owner.id)) return owner
    const other = await ofEvent()
    return other && !refused.has(other.id) ? other : undefined
  }

  return async function writeOwned(rows: readonly OwnedCheckIn[]): Promise<void> {
    const owned = await Promise.all(rows.map(async (row) => ({ ...row, owner: await accepted(row.owner) })))
    try {
      await write(owned)
    } catch (error) {
      const byOwner = Map.groupBy(owned, ({ owner }) => owner?.id)
      const [only] = byOwner.keys()
      if (!isWithoutPrivilege(error) || (byOwner.size === 1 && only === undefined)) throw error
      if (byOwner.size === 1 && only !== undefined) refused.add(only)
      for (const group of byOwner.values()) await writeOwned(group)
    }
  }
}
