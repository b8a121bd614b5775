import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badPayload, noSuchRow, wrongMethod } from './fault.ts'
import { isObject, jsonObject, rowAddress } from './payload.ts'
import { present, shapeOf } from './present.ts'
import { ADMINISTRATOR, OF_EVERY_ROLE, privilegeId, privilegesOf, rolesOf } from './privileges.ts'
import { parseOptions } from './query-options.ts'
import type { Store } from './store.ts'
import { createRow } from './write.ts'

const DEPTHS = { Basic: 1, Local: 2, Deep: 4, Global: 8 }

/** Answers a request about privileges and members of roles; undefined for any other request. */
export function administrationAnswer(store: Store, resource: string, request: ApiRequest): ApiResponse | undefined {
  const [, ofRole] = /^RetrieveRolePrivilegesRole\(RoleId=([0-9a-f-]+)\)$/.exec(resource) ?? []
  if (ofRole) return privileges(request, [...privilegesOf(store, ofRole)])
  const [, ofUser] =
    /^systemusers\(([0-9a-f-]+)\)\/Microsoft\.Dynamics\.CRM\.RetrieveUserPrivileges\(\)$/.exec(resource) ?? []
  if (ofUser) return privileges(request, privilegesOfUser(store, ofUser))
  const [, role, how] =
    /^roles\(([0-9a-f-]+)\)\/Microsoft\.Dynamics\.CRM\.(Replace|Add)PrivilegesRole$/.exec(resource) ?? []
  if (role) return give(store, role, request, how === 'Add')
  const [, set, id, other] =
    /^(systemusers|roles)\(([0-9a-f-]+)\)\/systemuserroles_association(?:\(([0-9a-f-]+)\))?(?:\/\$ref)?$/.exec(
      resource,
    ) ?? []
  return set && id ? members(store, set === 'roles', id, other, request) : undefined
}

/** Privileges of a user's roles. An administrator has all of them, and so has a user without any role here. */
function privilegesOfUser(store: Store, user: string): [id: string, depth: number][] {
  const roles = rolesOf(store, user)
  if (roles.length === 0 || roles.includes(ADMINISTRATOR)) {
    return Array.from(store.entries('privilege'), ({ id }) => [id, DEPTHS.Global])
  }
  return [...new Map(roles.flatMap((role) => [...privilegesOf(store, role)]).sort(([, one], [, other]) => one - other))]
}

function privileges(request: ApiRequest, depths: [id: string, depth: number][]): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const name = (mask: number) => Object.entries(DEPTHS).find(([, depth]) => depth === mask)?.[0]
  return json(200, { RolePrivileges: depths.map(([PrivilegeId, depth]) => ({ PrivilegeId, Depth: name(depth) })) })
}

function give(store: Store, role: string, request: ApiRequest, adding: boolean): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  if (!store.get('role', role)) throw noSuchRow('role', role)
  const { Privileges: given } = jsonObject(request.body)
  if (!Array.isArray(given)) throw badPayload('An array of Privileges is missing.')
  const depths = given.map((privilege): [string, number] => {
    if (!isObject(privilege)) throw badPayload('A privilege is not a JSON object.')
    const id = String(privilege.PrivilegeId)
    const [, depth] = Object.entries(DEPTHS).find(([name]) => name === privilege.Depth) ?? []
    if (!depth || !store.get('privilege', id)) throw badPayload(`There is no privilege ${id} ${privilege.Depth}.`)
    return [id, depth]
  })
  const kept = adding ? privilegesOf(store, role) : []
  store.transaction(() => replacePrivileges(store, role, new Map([...kept, ...depths])))
  return { status: 204, headers: {} }
}

/** Gives a role exactly these privileges, and those that every role has. */
function replacePrivileges(store: Store, role: string, depths: Map<string, number>) {
  for (const id of [...store.referrers('roleprivileges', 'roleid', role)]) store.put('roleprivileges', id, undefined)
  const always = OF_EVERY_ROLE.flatMap((name) => privilegeId(store, name) ?? [])
  for (const [privilegeid, privilegedepthmask] of new Map([...always.map((id) => [id, 8] as const), ...depths])) {
    createRow(store, store.schema.named('roleprivileges'), { roleid: role, privilegeid, privilegedepthmask }, 'api')
  }
}

function members(store: Store, ofRole: boolean, id: string, other: string | undefined, request: ApiRequest) {
  const [own, far] = ofRole ? ['roleid', 'systemuserid'] : ['systemuserid', 'roleid']
  const table = store.schema.named(ofRole ? 'systemuser' : 'role')
  const links = [...store.referrers('systemuserroles', own, id)]
  const linked = (link: string) => String(store.get('systemuserroles', link)?.[far])
  switch (request.method) {
    case 'GET': {
      const shape = shapeOf(store, table, parseOptions(request.search, ['$select']).select, [])
      const rows = links.map((link) => store.get(table.name, linked(link)) ?? {})
      return json(200, { value: rows.map((row) => present(store, shape, row, () => false)) })
    }
    case 'POST': {
      const added = rowAddress(store, jsonObject(request.body)['@odata.id'])
      if (!store.get(added.table.name, added.id)) throw noSuchRow(added.table.name, added.id)
      createRow(store, store.schema.named('systemuserroles'), { [own]: id, [far]: added.id }, 'api')
      return { status: 204, headers: {} }
    }
    case 'DELETE':
      for (const link of links) if (linked(link) === other) store.put('systemuserroles', link, undefined)
      return { status: 204, headers: {} }
    default:
      throw wrongMethod(request.method)
  }
}
