import * as v from 'valibot'
import { AppError } from '../lib/core/errors.ts'
import { type Crm, createCrm } from './api.ts'
import { knock } from './app-client.ts'
import { checkUser, userItem, userRemovals } from './application-user.ts'
import { name } from './desired-state.ts'
import { endpointItem, endpointRemoval, findEndpoint } from './endpoint.ts'
import { RefusedError, said } from './errors.ts'
import { functionKey } from './function-key.ts'
import type { Options } from './options.ts'
import { type Item, item } from './planned-change.ts'
import { checkPrivileges } from './privileges.ts'
import { findRole, roleItem, rootUnit } from './role.ts'
import { stepItems, stepRemovals } from './steps.ts'
import { readDefinitions, trackingItems } from './table-definitions.ts'

const asItShouldBe = 'as it should be'

export type Surroundings = {
  /** A token of the person who is signed in, for that resource. */
  token(resource: string): Promise<string>
  /** Base address of Azure Resource Manager. */
  arm: string
  print(line: string): void
}

/**
 * Does what was asked for. Everything is read and checked before the first write.
 * @throws AppError with one sentence for the person at the terminal
 */
export async function run(options: Options, { token, arm, print }: Surroundings) {
  const crm = createCrm(options.url, () => token(options.url))
  const user = await signIn(crm)
  if (options.command === 'remove') {
    const items = await removals(crm, options.app)
    await checkPrivileges(crm, user, items)
    await makeAll(items, print)
    return print(`${name} is gone from ${options.url}; change tracking was left on, for others may follow it as well.`)
  }

  const azureToken = () => token(arm)
  if (options.command === 'plan') {
    const key = await functionKey(options, arm, azureToken).catch((error: unknown) => {
      if (!(error instanceof RefusedError)) throw error
      print(`${said(error)} Apply needs it; until then it is not compared.`)
      return undefined
    })
    const items = await survey(crm, options, key)
    for (const { name, todo, as } of items) print(`${name}: ${todo ? `to ${todo.does}` : (as ?? asItShouldBe)}`)
    await checkPrivileges(crm, user, items)
    return print(`${items.filter(({ todo }) => todo).length} to do. Nothing was changed.`)
  }

  const key = await functionKey(options, arm, azureToken)
  const items = await survey(crm, options, key)
  await checkPrivileges(crm, user, items)
  await knock(options.app, key, options.url)
  await makeAll(items, print)
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

/** What must be there, in the order in which it is made: webhooks come last, when all is ready for them. */
async function survey(crm: Crm, { app, identity }: Options, key: string | undefined): Promise<Item[]> {
  const definitions = await readDefinitions(crm)
  const unit = await rootUnit(crm)
  const role = await roleItem(crm, unit, definitions)
  const endpoint = await endpointItem(crm, app, key)
  return [
    ...trackingItems(crm, definitions),
    role,
    ...(identity ? [await userItem(crm, identity, unit, role)] : []),
    endpoint,
    ...(await stepItems(crm, endpoint.id)),
  ]
}

/** What apply has made, webhooks first. */
async function removals(crm: Crm, app: string): Promise<Item[]> {
  const endpoint = await findEndpoint(crm, app)
  const id = endpoint?.serviceendpointid
  const role = await findRole(crm, await rootUnit(crm))
  return [
    ...(id ? [...(await stepRemovals(crm, id)), endpointRemoval(crm, id)] : []),
    ...(role
      ? [
          ...(await userRemovals(crm, role)),
          item(`security role “${name}”`, {
            does: 'remove',
            needs: ['prvDeleteRole'],
            make: () => crm.remove(`roles(${role})`),
          }),
        ]
      : []),
  ]
}

async function makeAll(items: readonly Item[], print: Surroundings['print']) {
  for (const { name, todo, as } of items) {
    if (!todo) {
      print(`${name}: ${as ?? asItShouldBe}`)
      continue
    }
    await todo.make().catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error
      throw new RefusedError(`${name}: ${said(error)} What was done before stays; run the same command again to go on.`)
    })
    print(`${name}: ${todo.does} - done`)
  }
}

async function check(crm: Crm, options: Options, key: string) {
  await signIn(crm)
  const open = (await survey(crm, options, key)).filter(({ todo }) => todo)
  if (open.length) {
    const names = open.map(({ name }) => name).join(', ')
    throw new RefusedError(`${options.url} did not keep what was written (${names}): run apply again in a few minutes.`)
  }
  if (options.identity) await checkUser(crm, options.identity)
  await knock(options.app, key, options.url)
}
