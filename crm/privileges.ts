import * as v from 'valibot'
import type { Crm } from './api.ts'
import { RefusedError } from './errors.ts'
import type { PlannedChange } from './planned-change.ts'

const Privilege = v.object({ privilegeid: v.string(), name: v.string() })
const Held = v.object({ RolePrivileges: v.array(v.object({ PrivilegeId: v.string() })) })

/** Ids of the privileges that the environment knows, by lower-case name. */
export async function privilegeIds(crm: Crm, names: readonly string[]): Promise<Map<string, string>> {
  const filter = names.map((name) => `name eq '${name}'`).join(' or ')
  const rows = await crm.rows(Privilege, `privileges?$select=privilegeid,name&$filter=${filter}`)
  return new Map(rows.map(({ privilegeid, name }) => [name.toLowerCase(), privilegeid]))
}

/**
 * Makes sure before the first write that the last one will be allowed too.
 * @throws RefusedError with the names of the privileges that the user lacks
 */
export async function checkPrivileges(crm: Crm, user: string, changes: readonly PlannedChange[]) {
  const needs = [...new Set(changes.flatMap(({ change }) => change?.needs ?? []))]
  if (!needs.length) return
  const ids = await privilegeIds(crm, needs)
  const answer = await crm.read(Held, `systemusers(${user})/Microsoft.Dynamics.CRM.RetrieveUserPrivileges()`)
  const held = new Set(answer?.RolePrivileges.map(({ PrivilegeId }) => PrivilegeId))
  const lacking = needs.filter((name) => {
    const id = ids.get(name.toLowerCase())
    return id !== undefined && !held.has(id)
  })
  if (!lacking.length) return
  throw new RefusedError(
    `Your account lacks privileges in ${crm.url} (${lacking.join(', ')}): sign in as somebody with the role System Administrator. Nothing was changed.`,
  )
}
