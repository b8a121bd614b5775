import { ConflictError, isWithoutPrivilege } from '../core/errors.ts'
import type { Owner } from '../model/crm.ts'

/**
 * Makes a row under an id of its own, once. An owner whose roles do not read such rows does not get it: then it is the
 * connector's.
 * @param make fails with a conflict where there is a row of this id
 * @returns false if there is one: that stays as it is
 */
export async function makeOnce(
  owner: Owner | undefined,
  make: (owner: Owner | undefined) => Promise<void>,
): Promise<boolean> {
  try {
    await make(owner)
    return true
  } catch (error) {
    if (error instanceof ConflictError) return false
    if (!owner || !isWithoutPrivilege(error)) throw error
    return makeOnce(undefined, make)
  }
}
