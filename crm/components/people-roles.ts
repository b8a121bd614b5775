import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired } from '../solution/desired-solution.ts'
import { fixedId } from '../solution/identity.ts'
import type { PeopleRole } from '../solution/shapes.ts'
import type { Definition } from '../table-definitions.ts'
import { findApp } from './app.ts'
import { inSolution } from './place.ts'

const Held = v.object({ RolePrivileges: v.array(v.object({ PrivilegeId: v.string() })) })
const kind = 'Roles for people'

/** The id that a role for people has in the root business unit, whatever it is called now. */
function roleId(unit: string, name: string) {
  return fixedId('role', unit, name)
}

/** The roles for people that are there, by the name that the connector gave them. */
export async function findPeopleRoles(crm: Crm, unit: string): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const { name } of desired.peopleRoles) {
    const id = roleId(unit, name)
    if (await crm.read(v.object({}), `roles(${id})?$select=roleid`)) found.set(name, id)
  }
  return found
}

/**
 * Roles that let people see and write the connector's own tables, and the app that they open. Privileges that an
 * administrator has added, or given another depth, stay.
 * @param later says for all of it that its tables are not there
 */
export async function planPeopleRoles(
  crm: Crm,
  unit: string,
  definitions: readonly Definition[],
  later: (tables: readonly string[]) => string | undefined,
): Promise<PlannedChange[]> {
  const tables = desired.peopleRoles.flatMap(({ privileges }) => Object.keys(privileges))
  const state = later([...new Set(tables)])
  if (state) return desired.peopleRoles.map(({ name }) => ({ kind, name: called(name), state }))
  const there = await findPeopleRoles(crm, unit)
  const planned: PlannedChange[] = []
  for (const role of desired.peopleRoles) {
    planned.push(await planRole(crm, unit, role, there.has(role.name), definitions))
  }
  return [...planned, await planAccess(crm, unit)]
}

function called(role: string) {
  return `security role “${role}”`
}

async function planRole(
  crm: Crm,
  unit: string,
  { name, privileges }: PeopleRole,
  found: boolean,
  definitions: readonly Definition[],
): Promise<PlannedChange> {
  const id = roleId(unit, name)
  const wanted = definitions.flatMap(({ LogicalName, Privileges }) =>
    Privileges.flatMap((privilege) => {
      const depth = privileges[LogicalName]?.[privilege.PrivilegeType]
      return depth ? [{ ...privilege, depth }] : []
    }),
  )
  const held = found && (await crm.read(Held, `RetrieveRolePrivilegesRole(RoleId=${id})`))
  const has = new Set(held ? held.RolePrivileges.map(({ PrivilegeId }) => PrivilegeId) : [])
  const lacking = wanted.filter(({ PrivilegeId }) => !has.has(PrivilegeId))
  return plannedChange(
    kind,
    called(name),
    (!found || lacking.length > 0) && {
      does: found ? `give what it lacks (${lacking.length})` : 'create',
      needs: ['prvCreateRole', 'prvWriteRole', ...lacking.map((privilege) => privilege.Name)],
      async apply() {
        const businessUnit = { 'businessunitid@odata.bind': `/businessunits(${unit})` }
        const there = async () => (await findPeopleRoles(crm, unit)).has(name)
        if (!found) await crm.create('roles', { roleid: id, name, ...businessUnit }, there, inSolution)
        const Privileges = lacking.map(({ PrivilegeId, depth }) => ({
          PrivilegeId,
          Depth: depth,
          BusinessUnitId: unit,
        }))
        await crm.write('POST', `roles(${id})/Microsoft.Dynamics.CRM.AddPrivilegesRole`, { Privileges })
      },
    },
  )
}

/** The app shows itself to people with these roles. */
async function planAccess(crm: Crm, unit: string): Promise<PlannedChange> {
  const roles = desired.peopleRoles.map(({ name }) => roleId(unit, name))
  const app = await findApp(crm)
  const address = `appmodules(${app})/appmoduleroles_association`
  const linked = app ? await crm.rows(v.object({ roleid: v.string() }), `${address}?$select=roleid`) : []
  const lacking = roles.filter((role) => !linked.some(({ roleid }) => roleid === role))
  return plannedChange(
    kind,
    `app “${desired.app.words.en}” for these roles`,
    app !== undefined &&
      lacking.length > 0 && {
        does: 'open it to them',
        needs: ['prvWriteAppModule'],
        async apply() {
          for (const role of lacking) {
            await crm.write('POST', `${address}/$ref`, { '@odata.id': `${crm.url}/api/data/v9.2/roles(${role})` })
          }
        },
      },
  )
}
