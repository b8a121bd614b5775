import type { Crm } from './api.ts'
import { planUser } from './application-user.ts'
import { planPeopleRoles } from './components/people-roles.ts'
import { planSolution } from './components/plan-solution.ts'
import { privileges } from './desired-state.ts'
import { planEndpoint } from './endpoint.ts'
import { mappedColumns } from './mapped-columns.ts'
import type { Options } from './options.ts'
import type { PlannedChange } from './planned-change.ts'
import { planRole, rootUnit } from './role.ts'
import { ownTables } from './solution/desired-solution.ts'
import { planSteps } from './steps.ts'
import { type Definition, planChangeTracking } from './table-definitions.ts'
import { planTerms } from './terms.ts'

/** All that must be there, in the order in which it is made. */
export type PlannedWhole = {
  changes: PlannedChange[]
  /** The connector's own solution, and all that comes after it. */
  solution: PlannedChange[]
  rest: PlannedChange[]
  /** A sentence for the reason why the solution is left out. */
  obstacle: string | undefined
  endpoint: string
}

/** Webhooks come last, when all is ready for them. */
export async function planAll(
  crm: Crm,
  definitions: readonly Definition[],
  { app, identity, acceptTerms }: Options,
  key: string | undefined,
): Promise<PlannedWhole> {
  const { changes: solution, obstacle, blocked } = await planSolution(crm)
  const later = laterWithout(definitions, obstacle === undefined)
  const unit = await rootUnit(crm)
  const role = await planRole(crm, unit, definitions)
  const endpoint = await planEndpoint(crm, app, key)
  const state = later([...privileges.keys()])
  const rest = [
    ...planChangeTracking(crm, definitions, blocked),
    role.change || !state ? role : { ...role, state },
    ...(await planPeopleRoles(crm, unit, definitions, later)),
    ...(identity ? [await planUser(crm, identity, unit, role)] : []),
    await planTerms(crm, acceptTerms),
    endpoint,
    ...(await planSteps(crm, endpoint.id, later, await mappedColumns(crm, definitions))),
  ]
  return { changes: [...solution, ...rest], solution, rest, obstacle, endpoint: endpoint.id }
}

/** Says of what needs tables that are not there when it comes, or that it does not. */
function laterWithout(definitions: readonly Definition[], coming: boolean) {
  const there = new Set(definitions.map(({ LogicalName }) => LogicalName))
  return (tables: readonly string[]) => {
    const missing = tables.filter((table) => ownTables.includes(table) && !there.has(table))
    if (!missing.length) return undefined
    const names = missing.join(', ')
    if (!coming) return `left out, for there is no ${names}`
    return `to come, once ${names} ${missing.length > 1 ? 'are' : 'is'} there`
  }
}
