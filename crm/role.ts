import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Crm } from './api.ts'
import { name, privileges } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import { type PlannedChange, plannedChange } from './planned-change.ts'
import { privilegeIds } from './privileges.ts'
import type { Definition } from './table-definitions.ts'

const Held = v.object({ RolePrivileges: v.array(v.object({ PrivilegeId: v.string(), Depth: v.string() })) })

/** Dataverse adds these to every role by itself, some of them again and again. They open no business data. */
const ofEveryRole = [
  'prvReadSdkMessage',
  'prvReadSdkMessageProcessingStep',
  'prvReadSdkMessageProcessingStepImage',
  'prvReadPluginAssembly',
  'prvReadPluginType',
  'prvReadSharePointData',
  'prvWriteSharePointData',
  'prvCreateSharePointData',
  'prvReadSharePointDocument',
]

/** The root business unit. A role and a user there reach the rows of every other unit. */
export async function rootUnit(crm: Crm): Promise<string> {
  const Row = v.object({ businessunitid: v.string() })
  const [root] = await crm.rows(Row, 'businessunits?$select=businessunitid&$filter=_parentbusinessunitid_value eq null')
  if (!root)
    throw new RefusedError(`${crm.url} does not show its root business unit: sign in as a System Administrator.`)
  return root.businessunitid
}

/** The id of the connector's role, if it is there. Dataverse makes and removes the copies for other business units. */
export async function findRole(crm: Crm, unit: string): Promise<string | undefined> {
  const filter = `name eq '${name}' and _businessunitid_value eq ${unit}`
  const [role] = await crm.rows(v.object({ roleid: v.string() }), `roles?$select=roleid&$filter=${filter}`)
  return role?.roleid
}

/** The connector's role, with the privileges it needs and no others. */
export async function planRole(crm: Crm, unit: string, definitions: readonly Definition[]): Promise<PlannedRole> {
  const found = await findRole(crm, unit)
  const id = found ?? randomUUID()
  const wanted = definitions.flatMap(({ LogicalName, Privileges }) =>
    Privileges.filter(({ PrivilegeType }) => privileges.get(LogicalName)?.some((one) => one === PrivilegeType)),
  )
  const difference = found ? await compare(crm, found, wanted) : 'create'
  const change = difference !== '' && {
    does: difference,
    // Dataverse lets a user give only the privileges that the user holds.
    needs: [found ? 'prvWriteRole' : 'prvCreateRole', ...wanted.map((privilege) => privilege.Name)],
    async apply() {
      const businessUnit = { 'businessunitid@odata.bind': `/businessunits(${unit})` }
      if (!found) await crm.write('POST', 'roles', { roleid: id, name, ...businessUnit })
      const granted = wanted.map(({ PrivilegeId }) => ({ PrivilegeId, Depth: 'Global', BusinessUnitId: unit }))
      await crm.write('POST', `roles(${id})/Microsoft.Dynamics.CRM.ReplacePrivilegesRole`, { Privileges: granted })
    },
  }
  return { ...plannedChange('Security role', `security role “${name}”`, change), id }
}

export type PlannedRole = PlannedChange & { id: string }

async function compare(crm: Crm, role: string, wanted: Definition['Privileges']) {
  const held = await crm.read(Held, `RetrieveRolePrivilegesRole(RoleId=${role})`)
  const depths = new Map(held?.RolePrivileges.map(({ PrivilegeId, Depth }) => [PrivilegeId, Depth]))
  const granted = new Set(wanted.map(({ PrivilegeId }) => PrivilegeId))
  const tolerated = new Set((await privilegeIds(crm, ofEveryRole)).values())
  const lacking = [...granted].filter((id) => depths.get(id) !== 'Global').length
  const excess = [...depths.keys()].filter((id) => !granted.has(id) && !tolerated.has(id)).length
  return [lacking && `give what it lacks (${lacking})`, excess && `take away what it must not have (${excess})`]
    .filter(Boolean)
    .join(' and ')
}
