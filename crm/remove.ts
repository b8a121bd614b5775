import type { Crm } from './api.ts'
import { planUserRemovals } from './application-user.ts'
import { applyAll } from './apply.ts'
import { name } from './desired-state.ts'
import { findEndpoint, planEndpointRemoval } from './endpoint.ts'
import { RefusedError } from './errors.ts'
import type { Options } from './options.ts'
import { type PlannedChange, plannedChange } from './planned-change.ts'
import { checkPrivileges } from './privileges.ts'
import { createProgress } from './progress.ts'
import { findRole, rootUnit } from './role.ts'
import type { Context } from './run.ts'
import { planStepRemovals } from './steps.ts'

/**
 * Shows all that `apply` has made, asks, and takes it away.
 * @throws RefusedError if there is nobody to ask
 */
export async function remove(
  crm: Crm,
  user: string,
  { app, yes, verbose }: Options & { command: 'remove' },
  { print, confirm }: Context,
) {
  const changes = await planRemovals(crm, app)
  await checkPrivileges(crm, user, changes)
  if (!changes.length) return print(`There is nothing of the connector in ${crm.url}.`)
  const progress = createProgress(print, verbose)
  for (const planned of changes) progress.tell(planned, `to ${planned.change?.does}`)
  progress.end()
  if (!yes && !confirm) {
    throw new RefusedError('There is no terminal to ask at: say --yes to remove all of this. Nothing was changed.')
  }
  if (!yes && !(await confirm?.(`Remove all of this from ${crm.url}?`))) return print('Nothing was changed.')
  await applyAll(changes, print, verbose)
  print(`${name} is gone from ${crm.url}; change tracking was left on, for others may follow it as well.`)
}

/** Webhooks first. */
async function planRemovals(crm: Crm, app: string): Promise<PlannedChange[]> {
  const endpoint = await findEndpoint(crm, app)
  const id = endpoint?.serviceendpointid
  const role = await findRole(crm, await rootUnit(crm))
  return [
    ...(id ? [...(await planStepRemovals(crm, id)), planEndpointRemoval(crm, id)] : []),
    ...(role
      ? [
          ...(await planUserRemovals(crm, role)),
          plannedChange('Security role', `security role “${name}”`, {
            does: 'remove',
            needs: ['prvDeleteRole'],
            apply: () => crm.remove(`roles(${role})`),
          }),
        ]
      : []),
  ]
}
