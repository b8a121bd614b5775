import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Crm } from './api.ts'
import { name } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import { type PlannedChange, plannedChange } from './planned-change.ts'
import type { PlannedRole } from './role.ts'

/** The job title of a user that `apply` has made: `remove` disables no user that was there before. */
const jobTitle = `${name} (application)`

const User = v.object({
  systemuserid: v.string(),
  isdisabled: v.nullish(v.boolean()),
  jobtitle: v.nullish(v.string()),
})

/** The application user of the managed identity, with the connector's role. */
export async function planUser(crm: Crm, identity: string, unit: string, role: PlannedRole): Promise<PlannedChange> {
  const filter = `applicationid eq ${identity}`
  const [found] = await crm.rows(User, `systemusers?$select=systemuserid,isdisabled,jobtitle&$filter=${filter}`)
  const id = found?.systemuserid ?? randomUUID()
  const roles = found
    ? await crm.rows(v.object({ roleid: v.string() }), `${address(id)}/systemuserroles_association?$select=roleid`)
    : []
  const hasRole = roles.some(({ roleid }) => roleid === role.id)
  const steps = [!found && 'create', found?.isdisabled && 'enable', !hasRole && 'give the role'].filter(Boolean)
  return plannedChange(
    'Application user',
    `application user ${identity}`,
    steps.length > 0 && {
      does: steps.join(' and '),
      needs: [found ? 'prvWriteUser' : 'prvCreateUser', 'prvAssignRole'],
      async apply() {
        if (!found) {
          const businessUnit = { 'businessunitid@odata.bind': `/businessunits(${unit})` }
          await crm.write('POST', 'systemusers', {
            systemuserid: id,
            applicationid: identity,
            jobtitle: jobTitle,
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
 * Asks Dataverse, in the connector's own name, who the connector is.
 * learn.microsoft.com/power-apps/developer/data-platform/webapi/impersonate-another-user-web-api
 * @throws RefusedError if Dataverse does not let the application user in
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
 * Takes the role away from every user that has it, and disables the user that `apply` has made. Only the Power Platform
 * admin center deletes application users.
 */
export async function planUserRemovals(crm: Crm, role: string): Promise<PlannedChange[]> {
  const query = `roles(${role})/systemuserroles_association?$select=systemuserid,isdisabled,jobtitle`
  const users = await crm.rows(User, query)
  return users.map(({ systemuserid: id, jobtitle, isdisabled }) => {
    const ours = jobtitle === jobTitle && !isdisabled
    return plannedChange('Application user', `user ${id}`, {
      does: ours ? 'disable and take the role away' : 'take the role away',
      needs: ['prvAssignRole', ...(ours ? ['prvWriteUser'] : [])],
      async apply() {
        // A user without the role would not be found again, so the role goes last.
        if (ours) await crm.write('PATCH', address(id), { isdisabled: true }, { 'if-match': '*' })
        await crm.remove(`${address(id)}/systemuserroles_association(${role})/$ref`)
      },
    })
  })
}

function address(id: string) {
  return `systemusers(${id})`
}
