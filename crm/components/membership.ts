import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired, ownTables } from '../solution/desired-solution.ts'
import { solution } from '../solution/identity.ts'
import { findApp, findSiteMap } from './app.ts'
import { choiceAddress } from './choices.ts'
import { findExtensions } from './extensions.ts'
import type { Place } from './place.ts'
import { tableAddress } from './read-table.ts'
import { allScreens } from './screens.ts'
import { findWebResources, webResourceId } from './web-resources.ts'

/** Types of components (learn.microsoft.com/power-apps/developer/data-platform/reference/entities/solutioncomponent). */
const types = {
  table: 1,
  column: 2,
  choice: 9,
  savedquery: 26,
  systemform: 60,
  savedqueryvisualization: 59,
  webResource: 61,
  siteMap: 62,
  app: 80,
}

type Component = { type: number; id: string }

/** Components that are there and in no solution of ours, as after somebody has deleted its row, join it. */
export async function planMembership({ crm, languages }: Place, id: string | undefined): Promise<PlannedChange> {
  const members = await readMembers(crm, id)
  const lacking = (await found(crm, languages, members)).filter((one) => !members.has(one.id.toLowerCase()))
  return plannedChange(
    'Solution',
    `components of the solution “${solution.uniquename}”`,
    lacking.length > 0 && {
      does: `add ${lacking.length}`,
      needs: ['prvWriteSolution'],
      seconds: 2 * lacking.length,
      async apply() {
        for (const { type, id } of lacking) {
          await crm.write('POST', 'AddSolutionComponent', {
            ComponentId: id,
            ComponentType: type,
            SolutionUniqueName: solution.uniquename,
            AddRequiredComponents: false,
          })
        }
      },
    },
  )
}

async function readMembers(crm: Crm, id: string | undefined): Promise<Set<string>> {
  if (!id) return new Set()
  const query = `solutioncomponents?$select=objectid&$filter=_solutionid_value eq ${id}`
  const rows = await crm.rows(v.object({ objectid: v.string() }), query)
  return new Set(rows.map(({ objectid }) => objectid.toLowerCase()))
}

async function found(crm: Crm, languages: Place['languages'], members: Set<string>): Promise<Component[]> {
  const Defined = v.object({ MetadataId: v.string() })
  const defined = async (type: number, path: string) => {
    const answer = await crm.read(Defined, path)
    return answer && { type, id: answer.MetadataId }
  }
  const screens = allScreens(languages).filter(({ id }) => !members.has(id))
  const [app, siteMap] = await Promise.all([findApp(crm), findSiteMap(crm)])
  const components = await Promise.all([
    ...ownTables.map((table) => defined(types.table, `${tableAddress(table)}?$select=MetadataId`)),
    ...desired.choices.map(({ name }) => defined(types.choice, choiceAddress(name))),
    ...screens.map(async ({ set, id, key, type }) => {
      const there = await crm.read(v.object({}), `${set}(${id})?$select=${key}`)
      return there && { type: types[type], id }
    }),
    ...(await findExtensions(crm)).map(({ id }) => ({ type: types.column, id })),
    ...(await findWebResources(crm)).map((resource) => ({ type: types.webResource, id: webResourceId(resource) })),
    app ? { type: types.app, id: app } : undefined,
    siteMap ? { type: types.siteMap, id: siteMap } : undefined,
  ])
  return components.filter((one) => one !== undefined)
}
