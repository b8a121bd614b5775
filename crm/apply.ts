import { AppError } from '../lib/core/errors.ts'
import type { Crm } from './api.ts'
import { probeWebhook } from './app-client.ts'
import { checkUser } from './application-user.ts'
import { validateApp } from './components/app.ts'
import { RefusedError, said } from './errors.ts'
import { functionKey } from './function-key.ts'
import type { Options } from './options.ts'
import { type PlannedWhole, planAll } from './plan-all.ts'
import { estimate, type PlannedChange } from './planned-change.ts'
import { checkPrivileges } from './privileges.ts'
import { createProgress } from './progress.ts'
import type { Context } from './run.ts'
import { signIn } from './sign-in.ts'
import { lacking, readDefinitions } from './table-definitions.ts'
import { sendThroughDynamics } from './webhook-test.ts'

/**
 * Makes everything that the connector needs, reads all of it again, and has Dynamics send a webhook. Its own tables come
 * first, for rights and webhooks need them; where the environment does not take them, the rest goes on without.
 */
export async function apply(crm: Crm, user: string, options: Options & { command: 'apply' }, context: Context) {
  const { app, identity, verbose } = options
  const { print } = context
  const key = await functionKey(options, app, context.arm, () => context.token(context.arm))
  const first = await planWhole(crm, options, key)
  await checkPrivileges(crm, user, first.changes)
  await probeWebhook(app, key, crm.url)
  if (first.obstacle) print(first.obstacle)
  const minutes = estimate(first.solution)
  if (minutes) print(`The connector’s own table, views and app take ${minutes}: Dynamics makes one after the other.`)
  await applyAll(first.solution, print, verbose)
  const second = first.solution.some(({ change }) => change) ? await planWhole(crm, options, key) : first
  await checkPrivileges(crm, user, second.rest)
  await applyAll(second.rest, print, verbose)

  await signIn(crm)
  const { changes: again, endpoint } = await planWhole(crm, options, key)
  const open = again.filter(({ change }) => change).map(({ name }) => name)
  if (open.length) {
    throw new RefusedError(
      `${crm.url} did not keep what was written (${open.join(', ')}): run apply again in a few minutes.`,
    )
  }
  for (const fault of await validateApp(crm)) print(fault)
  if (identity) await checkUser(crm, identity)
  await probeWebhook(app, key, crm.url)
  const came = await sendThroughDynamics(crm, endpoint, context)
  const proven = `all of it was read again, and ${came}`
  print(
    identity
      ? `${crm.url} and ${app} are connected: ${proven}.`
      : `${crm.url} tells ${app} of its changes (${proven}), but ${app} may not enter yet: run apply again with --identity, the client id of its managed identity.`,
  )
}

async function planWhole(crm: Crm, options: Options, key: string): Promise<PlannedWhole> {
  const { definitions, missing } = await readDefinitions(crm)
  if (missing.length) throw new RefusedError(lacking(crm, missing))
  return planAll(crm, definitions, options, key)
}

export async function applyAll(changes: readonly PlannedChange[], print: Context['print'], verbose: boolean) {
  const progress = createProgress(print, verbose)
  try {
    for (const planned of changes) {
      await planned.change?.apply().catch((error: unknown) => {
        if (!(error instanceof AppError)) throw error
        const rest = 'What was done before stays; run the same command again to go on.'
        throw new RefusedError(`${planned.name}: ${said(error)} ${rest}`, { cause: error })
      })
      // Steps that take their time are told as they are done.
      const alone = verbose || planned.change?.seconds !== undefined
      progress.tell(planned, planned.change && `${planned.change.does} - done`, alone)
    }
  } finally {
    progress.end()
  }
}
