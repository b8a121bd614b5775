import { AppError } from '../../lib/core/errors.ts'
import type { Crm } from '../api.ts'
import { customizationsBlocked } from '../inspect-environment.ts'
import type { PlannedChange } from '../planned-change.ts'
import { desired, ownTables } from '../solution/desired-solution.ts'
import { planApp } from './app.ts'
import { planNotifications } from './app-settings.ts'
import { planChoice } from './choices.ts'
import { planExtension } from './extensions.ts'
import { sureLanguages } from './languages.ts'
import { planMembership } from './membership.ts'
import { planTable } from './own-table.ts'
import type { Place } from './place.ts'
import { planPublication, shownTables } from './publication.ts'
import { planScreens } from './screens.ts'
import { planSolutionRows, planVersion, readSolution } from './solution-row.ts'
import { planWebResources } from './web-resources.ts'

/**
 * The changes of the connector's own solution; a sentence where the environment does not take them. `blocked`: it takes no
 * customization at all.
 */
type PlannedSolution = { changes: PlannedChange[]; obstacle?: string; blocked: boolean }

/**
 * All that the connector adds to an environment, in the order in which it is made. What needs a part that is not there
 * yet asks for it when its turn has come, so a run that was stopped goes on where it was.
 */
export async function planSolution(crm: Crm): Promise<PlannedSolution> {
  const rows = await readSolution(crm)
  const lockdown = await blocked(crm)
  const obstacle = lockdown ?? rows.obstacle
  if (obstacle) return { changes: [], obstacle, blocked: lockdown !== undefined }
  const place: Place = { crm, languages: await sureLanguages(crm), outdated: !rows.current }
  const choices = await inTurn(desired.choices, (choice) => planChoice(place, choice))
  const tables = await inTurn(desired.tables, (table) => planTable(place, table))
  const extensions = await inTurn(desired.extensions, async (extension) => planExtension(place, extension))
  const screens = await planScreens(place)
  const page = await planWebResources(place)
  const app = await planApp(place)
  const definitions = [...choices, ...tables].some(({ change }) => change) ? ownTables : []
  const changed = screens.filter(({ change }) => change).map(({ table }) => table)
  const published = place.outdated || app.change ? shownTables() : [...new Set([...definitions, ...changed])]
  return {
    blocked: false,
    changes: [
      ...planSolutionRows(crm, rows),
      ...choices,
      ...tables,
      ...extensions,
      ...screens,
      ...page,
      app,
      await planMembership(place, rows.solution?.solutionid),
      planPublication(
        crm,
        published,
        page.some(({ change }) => change),
      ),
      await planNotifications(place),
      planVersion(crm, rows),
    ],
  }
}

async function inTurn<T>(all: readonly T[], plan: (one: T) => Promise<PlannedChange[]>) {
  const planned: PlannedChange[] = []
  for (const one of all) planned.push(...(await plan(one)))
  return planned
}

/** A setting that cannot be read stops nothing: Dataverse refuses by itself then. */
export async function blocked(crm: Crm) {
  const is = await customizationsBlocked(crm).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    return false
  })
  return is
    ? `${crm.url} blocks unmanaged customizations: the connector’s own table, views and app are left out, all else works. An administrator can allow them for the time of apply (Power Platform admin center > Environments > Settings > Features).`
    : undefined
}
