import { AppError } from '../lib/core/errors.ts'
import type { Crm } from './api.ts'
import { said } from './errors.ts'
import { functionKey } from './function-key.ts'
import { inspectEnvironment } from './inspect-environment.ts'
import { inspectStatuses } from './inspect-statuses.ts'
import { inspectTables } from './inspect-tables.ts'
import { inspectWebinars } from './inspect-webinars.ts'
import type { Options } from './options.ts'
import { planAll } from './plan-all.ts'
import { estimate } from './planned-change.ts'
import { checkPrivileges } from './privileges.ts'
import { createProgress } from './progress.ts'
import type { Context } from './run.ts'
import { lacking, readDefinitions } from './table-definitions.ts'

/** A thing that was found: a line for people, and a sentence where it is in the way of `apply`. */
export type Finding = { line: string; inTheWay?: string }

/** Says what is there, what `apply` would do, and what is in its way. Works before there is anything in Azure. */
export async function plan(
  crm: Crm,
  user: string,
  options: Options & { command: 'plan' },
  { token, arm, print }: Context,
) {
  const { app, identity, verbose } = options
  const inTheWay: string[] = []
  const blocked = (error: unknown) => {
    if (!(error instanceof AppError)) throw error
    inTheWay.push(said(error))
    return undefined
  }
  const { definitions, missing } = await readDefinitions(crm)
  if (missing.length) inTheWay.push(lacking(crm, missing))
  const inspections = [
    inspectTables(definitions, missing),
    inspectStatuses(options.statusReasons),
    inspectEnvironment,
    inspectWebinars,
  ]
  for (const inspect of inspections) {
    for (const { line, inTheWay: sentence } of await inspect(crm)) {
      print(line)
      if (sentence) inTheWay.push(sentence)
    }
  }

  if (!app) inTheWay.push('There is no function app yet: deploy it, then say its address with --app.')
  if (!identity) {
    inTheWay.push(
      'The app’s managed identity is not known: say its client id with --identity, or the app cannot enter.',
    )
  }
  const key = app ? await functionKey(options, app, arm, () => token(arm)).catch(blocked) : undefined
  const whole = await planAll(crm, definitions, options, key).catch(blocked)
  const changes = whole?.changes ?? []
  if (whole?.obstacle) inTheWay.push(whole.obstacle)
  const progress = createProgress(print, verbose)
  for (const planned of changes) progress.tell(planned, planned.change && `to ${planned.change.does}`)
  progress.end()
  await checkPrivileges(crm, user, changes).catch(blocked)
  const minutes = estimate(changes)
  const long = minutes ? ` Apply takes ${minutes}.` : ''
  print(`${changes.filter(({ change }) => change).length} to do.${long} Nothing was changed.`)
  print(inTheWay.length ? 'In the way:' : 'Nothing is in the way.')
  for (const sentence of inTheWay) print(`- ${sentence}`)
}
