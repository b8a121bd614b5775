import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Crm } from './api.ts'
import { name } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import { type Item, item } from './planned-change.ts'
import type { RoleItem } from './role.ts'

/** Stands in the job title of a user that apply has made, so that remove knows it from one that was there before. */
const mark = `${name} (application)`

const User = v.object({
  systemuserid: v.string(),
  isdisabled: v.nullish(v.boolean()),
  jobtitle: v.nullish(v.string()),
})

/** The user as which the managed identity comes in, with the connector's role. */
export async function userItem(crm: Crm, identity: string, unit: string, role: RoleItem): Promise<Item> {
  const filter = `applicationid eq ${identity}`
  const [found] = await crm.rows(User, `systemusers?$select=systemuserid,isdisabled,jobtitle&$filter=${filter}`)
  const id = found?.systemuserid ?? randomUUID()
  const roles = found
    ? await crm.rows(v.object({ roleid: v.string() }), `${address(id)}/systemuserroles_association?$select=roleid`)
    : []
  const hasRole = roles.some(({ roleid }) => roleid === role.id)
  const steps = [!found && 'create', found?.isdisabled && 'enable', !hasRole && 'give the role'].filter(Boolean)
  return item(
    `application user ${identity}`,
    steps.length > 0 && {
      does: steps.join(' and '),
      needs: [found ? 'prvWriteUser' : 'prvCreateUser', 'prvAssignRole'],
      async make() {
        if (!found) {
          const businessUnit = { 'businessunitid@odata.bind': `/businessunits(${unit})` }
          await crm.write('POST', 'systemusers', {
            systemuserid: id,
            applicationid: identity,
            jobtitle: mark,
            ...businessUnit,
          })
        }
        if (found?.isdisabled) await crm.write('PATCH', address(id), { isdisabled: false }, { 'if-match': '*' })
        if (!hasRole) {
          const reference = { '@odata.id': `${crm.url}/api/data/v9.2/roles(${role.id})` }
          await crm.write('POST', `${address(id)}/systemuserroles_association/$ref`, reference)
        }
      },
    },
  )
}

/**
 * Has Dataverse say who the connector is, in the connector's own name.
 * learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
 * @throws Refused if the application user does not come in
 */
export async function checkUser(crm: Crm, identity: string) {
  const [user] = await crm.rows(User, `systemusers?$select=systemuserid&$filter=applicationid eq ${identity}`)
  const caller = user && { mscrmcallerid: user.systemuserid }
  const who = caller && (await crm.read(v.object({ UserId: v.string() }), 'WhoAmI', caller))
  if (!who || who.UserId !== user?.systemuserid) {
    throw new RefusedError(
      `${crm.url} does not let the application user ${identity} in: run apply again in a few minutes.`,
    )
  }
}

/**
 * Takes the role from everybody who has it, and disables the user that apply has made: only the Power Platform admin
 * center deletes application users.
 */
export async function userRemovals(crm: Crm, role: string): Promise<Item[]> {
  const query = `roles(${role})/systemuserroles_association?$select=systemuserid,isdisabled,jobtitle`
  const users = await crm.rows(User, query)
  return users.map(({ systemuserid: id, jobtitle, isdisabled }) => {
    const ours = jobtitle === mark && !isdisabled
    return item(`user ${id}`, {
      does: ours ? 'disable and take the role away' : 'take the role away',
      needs: ['prvAssignRole', ...(ours ? ['prvWriteUser'] : [])],
      async make() {
        // In this order, for a user without the role is not found again.
        if (ours) await crm.write('PATCH', address(id), { isdisabled: true }, { 'if-match': '*' })
        await crm.remove(`${address(id)}/systemuserroles_association(${role})/$ref`)
      },
    })
  })
}

function address(id: string) {
  return `systemusers(${id})`
}
