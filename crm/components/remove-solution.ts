import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { type Kind, type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired, ownTables } from '../solution/desired-solution.ts'
import { publisher, solution } from '../solution/identity.ts'
import { findApp, findSiteMap } from './app.ts'
import { choiceAddress } from './choices.ts'
import { planExtensionRemovals } from './extensions.ts'
import { blocked } from './plan-solution.ts'
import { type OwnDefinition, readOwnTable, tableAddress } from './read-table.ts'
import { allScreens } from './screens.ts'
import { readSolution } from './solution-row.ts'
import { findWebResources, webResourceAddress } from './web-resources.ts'

/** Dataverse counts no further. */
const countable = 5000

/** Removals before those of the roles and after them, and the rows that go with their tables. */
type Removals = { first: PlannedChange[]; last: PlannedChange[]; rows: string[] }

/**
 * The connector's own solution, with all that is in it. A table with rows stays unless told otherwise, and with it all
 * that it needs.
 */
export async function planSolutionRemovals(crm: Crm, withData: boolean): Promise<Removals> {
  const found = await readSolution(crm)
  const obstacle = await blocked(crm)
  if (obstacle) {
    const state = 'cannot be removed, for the environment blocks unmanaged customizations'
    return {
      first: found.solution ? [{ kind: 'Solution', name: `solution “${solution.uniquename}”`, state }] : [],
      last: [],
      rows: [],
    }
  }
  const tables = (await Promise.all(ownTables.map((table) => readOwnTable(crm, table)))).filter(
    (one) => one !== undefined,
  )
  const counted = await Promise.all(
    tables.map(async (table) => ({ table, count: await crm.count(table.EntitySetName, 'createdon ne null') })),
  )
  const needed = targetsOf(counted.filter(({ count }) => count > 0).map(({ table }) => table.LogicalName))
  const kept = withData ? [] : counted.filter(({ table, count }) => count > 0 || needed.has(table.LogicalName))
  const going = counted.filter((one) => !kept.includes(one))
  const first = [
    ...(await planAppRemovals(crm)),
    ...(await planPageRemovals(crm)),
    ...(await planScreenRemovals(crm)),
    ...(await planExtensionRemovals(crm)),
    ...kept.map(
      ({ table, count }): PlannedChange => ({
        kind: 'Tables and columns',
        name: `table ${table.LogicalName}`,
        state: `kept ${count ? `with its ${inWords(count)}` : 'for a table that points to it'}; --with-data removes it`,
      }),
    ),
    // A table that points to another one goes before it.
    ...going.toReversed().map(({ table, count }) => planTableRemoval(crm, table, count)),
  ]
  const rows = going
    .filter(({ count }) => count > 0)
    .map(({ table, count }) => `${inWords(count)} of ${table.LogicalName}`)
  return { first, last: kept.length ? [] : [...(await planChoiceRemovals(crm)), ...rowRemovals(crm, found)], rows }
}

/** Tables to which lookups of these own tables point. */
function targetsOf(names: readonly string[]): ReadonlySet<string> {
  const pointing = desired.tables.filter(({ schema }) => names.includes(schema.toLowerCase()))
  return new Set(pointing.flatMap(({ lookups }) => lookups.map(({ to }) => to)))
}

function inWords(count: number) {
  return count === 1 ? '1 row' : `${count}${count >= countable ? ' or more' : ''} rows`
}

function removal(crm: Crm, kind: Kind, name: string, privilege: string, path: string, does = 'remove') {
  return plannedChange(kind, name, { does, needs: [privilege], seconds: 5, apply: () => crm.remove(path) })
}

function planTableRemoval(crm: Crm, { LogicalName: table }: OwnDefinition, count: number) {
  const does = count ? `remove with its ${inWords(count)}` : 'remove'
  return removal(crm, 'Tables and columns', `table ${table}`, 'prvDeleteEntity', tableAddress(table), does)
}

async function planAppRemovals(crm: Crm) {
  const [app, map] = [await findApp(crm), await findSiteMap(crm)]
  const named = `app “${desired.app.words.en}”`
  return [
    ...(app ? [removal(crm, 'App', named, 'prvDeleteAppModule', `appmodules(${app})`)] : []),
    ...(map ? [removal(crm, 'App', `navigation of the ${named}`, 'prvDeleteAppModule', `sitemaps(${map})`)] : []),
  ]
}

async function planPageRemovals(crm: Crm) {
  return (await findWebResources(crm)).map((resource) =>
    removal(crm, 'Page', `web resource ${resource.name}`, 'prvDeleteWebResource', webResourceAddress(resource)),
  )
}

/** Views on Microsoft's tables: the others go with their table, or stay with it. */
async function planScreenRemovals(crm: Crm) {
  const screens = allScreens({ base: 1033, provisioned: [] })
  const others = screens.filter(({ table }) => !ownTables.includes(table))
  const found = await Promise.all(
    others.map(async ({ set, id, key, called }) => {
      const there = await crm.read(v.object({}), `${set}(${id})?$select=${key}`)
      return there ? [removal(crm, 'Views, forms and charts', called, 'prvDeleteSavedQuery', `${set}(${id})`)] : []
    }),
  )
  return found.flat()
}

async function planChoiceRemovals(crm: Crm) {
  const found = await Promise.all(
    desired.choices.map(async ({ name }) => {
      const there = await crm.read(v.object({}), choiceAddress(name))
      const path = `GlobalOptionSetDefinitions(Name='${name}')`
      return there ? [removal(crm, 'Tables and columns', `choice ${name}`, 'prvDeleteOptionSet', path)] : []
    }),
  )
  return found.flat()
}

/** A managed solution belongs to whoever has installed it, and so does its publisher. */
function rowRemovals(crm: Crm, { solution: found, publisher: id }: Awaited<ReturnType<typeof readSolution>>) {
  if (found?.ismanaged) return []
  const named = { solution: `solution “${solution.uniquename}”`, publisher: `publisher “${publisher.uniquename}”` }
  return [
    ...(found ? [removal(crm, 'Solution', named.solution, 'prvDeleteSolution', `solutions(${found.solutionid})`)] : []),
    ...(id ? [removal(crm, 'Solution', named.publisher, 'prvDeletePublisher', `publishers(${id})`)] : []),
  ]
}
