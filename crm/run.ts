import * as v from 'valibot'
import { AppError } from '../lib/core/errors.ts'
import { type Crm, createCrm } from './api.ts'
import { probeWebhook } from './app-client.ts'
import { checkUser, planUser, planUserRemovals } from './application-user.ts'
import { name } from './desired-state.ts'
import { findEndpoint, planEndpoint, planEndpointRemoval } from './endpoint.ts'
import { RefusedError, said } from './errors.ts'
import { functionKey } from './function-key.ts'
import type { Options } from './options.ts'
import { type PlannedChange, plannedChange } from './planned-change.ts'
import { checkPrivileges } from './privileges.ts'
import { findRole, planRole, rootUnit } from './role.ts'
import { planStepRemovals, planSteps } from './steps.ts'
import { planChangeTracking, readDefinitions } from './table-definitions.ts'

const asItShouldBe = 'as it should be'

export type Context = {
  /** A token of the signed-in person for a resource. */
  token(resource: string): Promise<string>
  /** Base address of Azure Resource Manager. */
  arm: string
  print(line: string): void
}

/**
 * Runs one command. Everything is read and checked before the first write.
 * @throws AppError with one sentence for the person at the terminal
 */
export async function run(options: Options, { token, arm, print }: Context) {
  const crm = createCrm(options.url, () => token(options.url))
  const user = await signIn(crm)
  if (options.command === 'remove') {
    const changes = await planRemovals(crm, options.app)
    await checkPrivileges(crm, user, changes)
    await applyAll(changes, print)
    return print(`${name} is gone from ${options.url}; change tracking was left on, for others may follow it as well.`)
  }

  const azureToken = () => token(arm)
  if (options.command === 'plan') {
    const key = await functionKey(options, arm, azureToken).catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error
      print(`${said(error)} Apply needs it; until then it is not compared.`)
      return undefined
    })
    const changes = await planAll(crm, options, key)
    for (const { name, change, state } of changes)
      print(`${name}: ${change ? `to ${change.does}` : (state ?? asItShouldBe)}`)
    await checkPrivileges(crm, user, changes)
    return print(`${changes.filter(({ change }) => change).length} to do. Nothing was changed.`)
  }

  const key = await functionKey(options, arm, azureToken)
  const changes = await planAll(crm, options, key)
  await checkPrivileges(crm, user, changes)
  await probeWebhook(options.app, key, options.url)
  await applyAll(changes, print)
  await check(crm, options, key)
  print(`${options.url} and ${options.app} are connected: all of it was read again, and a test webhook was taken.`)
}

async function signIn(crm: Crm): Promise<string> {
  const Who = v.object({ UserId: v.string() })
  const who = await crm.read(Who, 'WhoAmI').catch((error: unknown) => {
    if (error instanceof RefusedError) throw error
    throw noEnvironment(crm, error)
  })
  if (!who) throw noEnvironment(crm)
  return who.UserId
}

function noEnvironment(crm: Crm, cause?: unknown) {
  return new RefusedError(`There is no Dataverse environment at ${crm.url}: check --url.`, { cause })
}

/** All that must be there, in the order in which it is made. Webhooks come last, when all is ready for them. */
async function planAll(crm: Crm, { app, identity }: Options, key: string | undefined): Promise<PlannedChange[]> {
  const definitions = await readDefinitions(crm)
  const unit = await rootUnit(crm)
  const role = await planRole(crm, unit, definitions)
  const endpoint = await planEndpoint(crm, app, key)
  return [
    ...planChangeTracking(crm, definitions),
    role,
    ...(identity ? [await planUser(crm, identity, unit, role)] : []),
    endpoint,
    ...(await planSteps(crm, endpoint.id)),
  ]
}

/** All that `apply` has made, webhooks first. */
async function planRemovals(crm: Crm, app: string): Promise<PlannedChange[]> {
  const endpoint = await findEndpoint(crm, app)
  const id = endpoint?.serviceendpointid
  const role = await findRole(crm, await rootUnit(crm))
  return [
    ...(id ? [...(await planStepRemovals(crm, id)), planEndpointRemoval(crm, id)] : []),
    ...(role
      ? [
          ...(await planUserRemovals(crm, role)),
          plannedChange(`security role “${name}”`, {
            does: 'remove',
            needs: ['prvDeleteRole'],
            apply: () => crm.remove(`roles(${role})`),
          }),
        ]
      : []),
  ]
}

async function applyAll(changes: readonly PlannedChange[], print: Context['print']) {
  for (const { name, change, state } of changes) {
    if (!change) {
      print(`${name}: ${state ?? asItShouldBe}`)
      continue
    }
    await change.apply().catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      throw new RefusedError(`${name}: ${said(error)} What was done before stays; run the same command again to go on.`)
    })
    print(`${name}: ${change.does} - done`)
  }
}

async function check(crm: Crm, options: Options, key: string) {
  await signIn(crm)
  const open = (await planAll(crm, options, key)).filter(({ change }) => change)
  if (open.length) {
    const names = open.map(({ name }) => name).join(', ')
    throw new RefusedError(`${options.url} did not keep what was written (${names}): run apply again in a few minutes.`)
  }
  if (options.identity) await checkUser(crm, options.identity)
  await probeWebhook(options.app, key, options.url)
}
