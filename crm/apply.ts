import { AppError } from '../lib/core/errors.ts'
import type { Crm } from './api.ts'
import { probeWebhook } from './app-client.ts'
import { checkUser, planUser } from './application-user.ts'
import { planEndpoint } from './endpoint.ts'
import { RefusedError, said } from './errors.ts'
import { functionKey } from './function-key.ts'
import type { Options } from './options.ts'
import type { PlannedChange } from './planned-change.ts'
import { checkPrivileges } from './privileges.ts'
import { createProgress } from './progress.ts'
import { planRole, rootUnit } from './role.ts'
import type { Context } from './run.ts'
import { signIn } from './sign-in.ts'
import { planSteps } from './steps.ts'
import { type Definition, lacking, planChangeTracking, readDefinitions } from './table-definitions.ts'
import { planTerms } from './terms.ts'
import { sendThroughDynamics } from './webhook-test.ts'

/** Makes everything that the connector needs, reads all of it again, and has Dynamics send a webhook. */
export async function apply(crm: Crm, user: string, options: Options & { command: 'apply' }, context: Context) {
  const { app, identity } = options
  const key = await functionKey(options, app, context.arm, () => context.token(context.arm))
  const { changes } = await planWhole(crm, options, key)
  await checkPrivileges(crm, user, changes)
  await probeWebhook(app, key, crm.url)
  await applyAll(changes, context.print, options.verbose)

  await signIn(crm)
  const { changes: again, endpoint } = await planWhole(crm, options, key)
  const open = again.filter(({ change }) => change).map(({ name }) => name)
  if (open.length) {
    throw new RefusedError(
      `${crm.url} did not keep what was written (${open.join(', ')}): run apply again in a few minutes.`,
    )
  }
  if (identity) await checkUser(crm, identity)
  await probeWebhook(app, key, crm.url)
  const came = await sendThroughDynamics(crm, endpoint, context)
  const proven = `all of it was read again, and ${came}`
  context.print(
    identity
      ? `${crm.url} and ${app} are connected: ${proven}.`
      : `${crm.url} tells ${app} of its changes (${proven}), but ${app} may not enter yet: run apply again with --identity, the client id of its managed identity.`,
  )
}

async function planWhole(crm: Crm, options: Options & { command: 'apply' }, key: string) {
  const { definitions, missing } = await readDefinitions(crm)
  if (missing.length) throw new RefusedError(lacking(crm, missing))
  return planAll(crm, definitions, options, key)
}

/** All that must be there, in the order in which it is made. Webhooks come last, when all is ready for them. */
export async function planAll(
  crm: Crm,
  definitions: readonly Definition[],
  { app, identity, acceptTerms }: Options,
  key: string | undefined,
): Promise<{ changes: PlannedChange[]; endpoint: string }> {
  const unit = await rootUnit(crm)
  const role = await planRole(crm, unit, definitions)
  const endpoint = await planEndpoint(crm, app, key)
  const changes = [
    ...planChangeTracking(crm, definitions),
    role,
    ...(identity ? [await planUser(crm, identity, unit, role)] : []),
    await planTerms(crm, acceptTerms),
    endpoint,
    ...(await planSteps(crm, endpoint.id)),
  ]
  return { changes, endpoint: endpoint.id }
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
      progress.tell(planned, planned.change && `${planned.change.does} - done`)
    }
  } finally {
    progress.end()
  }
}
