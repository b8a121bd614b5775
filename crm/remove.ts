import type { Crm } from './api.ts'
import { planUserRemovals } from './application-user.ts'
import { applyAll } from './apply.ts'
import { findPeopleRoles } from './components/people-roles.ts'
import { planSolutionRemovals } from './components/remove-solution.ts'
import { name } from './desired-state.ts'
import { findEndpoint, planEndpointRemoval } from './endpoint.ts'
import { RefusedError } from './errors.ts'
import type { Options } from './options.ts'
import { type Kind, type PlannedChange, plannedChange } from './planned-change.ts'
import { checkPrivileges } from './privileges.ts'
import { createProgress } from './progress.ts'
import { findRole, rootUnit } from './role.ts'
import type { Context } from './run.ts'
import { planStepRemovals } from './steps.ts'

/**
 * Shows all that `apply` has made, asks, and takes it away. The connector's own tables stay while they have rows.
 * @throws RefusedError if there is nobody to ask
 */
export async function remove(
  crm: Crm,
  user: string,
  { app, yes, withData, verbose }: Options & { command: 'remove' },
  { print, confirm }: Context,
) {
  const { changes, rows } = await planRemovals(crm, app, withData)
  await checkPrivileges(crm, user, changes)
  const progress = createProgress(print, verbose)
  for (const planned of changes) progress.tell(planned, planned.change && `to ${planned.change.does}`)
  progress.end()
  if (!changes.some(({ change }) => change)) return print(`There is nothing of the connector to remove in ${crm.url}.`)
  if (!yes && !confirm) {
    throw new RefusedError('There is no terminal to ask at: say --yes to remove all of this. Nothing was changed.')
  }
  const lost = rows.length ? ` It takes ${rows.join(' and ')} with it, for ever.` : ''
  if (!yes && !(await confirm?.(`Remove all of this from ${crm.url}?${lost}`))) return print('Nothing was changed.')
  await applyAll(
    changes.filter(({ change }) => change),
    print,
    verbose,
  )
  const but = changes.every(({ change }) => change) ? '' : ', but for what was kept'
  print(`${name} is gone from ${crm.url}${but}; change tracking was left on, for others may follow it as well.`)
}

/** Webhooks first, roles and the solution last. */
async function planRemovals(crm: Crm, app: string, withData: boolean): Promise<PlannedRemovals> {
  const endpoint = await findEndpoint(crm, app)
  const id = endpoint?.serviceendpointid
  const unit = await rootUnit(crm)
  const { first, last, rows } = await planSolutionRemovals(crm, withData)
  const role = await findRole(crm, unit)
  const roles: PlannedChange[] = role ? await planRoleRemoval(crm, 'Security role', name, role) : []
  for (const [called, id] of await findPeopleRoles(crm, unit)) {
    roles.push(...(await planRoleRemoval(crm, 'Roles for people', called, id)))
  }
  return {
    changes: [
      ...(id ? [...(await planStepRemovals(crm, id)), planEndpointRemoval(crm, id)] : []),
      ...first,
      ...roles,
      ...last,
    ],
    rows,
  }
}

/** A role is taken away from its users first. */
async function planRoleRemoval(crm: Crm, kind: Kind, called: string, role: string): Promise<PlannedChange[]> {
  const removal = { does: 'remove', needs: ['prvDeleteRole'], apply: () => crm.remove(`roles(${role})`) }
  return [...(await planUserRemovals(crm, role)), plannedChange(kind, `security role “${called}”`, removal)]
}

/** `rows`: those that go with their tables, counted, for people. */
type PlannedRemovals = { changes: PlannedChange[]; rows: string[] }
