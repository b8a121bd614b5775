import * as v from 'valibot'
import type { Crm } from '../api.ts'
import { type PlannedChange, plannedChange } from '../planned-change.ts'
import { desired } from '../solution/desired-solution.ts'
import { fixedId, publisher, solution } from '../solution/identity.ts'
import { keptNote } from './digest.ts'

const Publisher = v.object({
  publisherid: v.string(),
  uniquename: v.string(),
  customizationprefix: v.nullish(v.string()),
})
const Solution = v.object({
  solutionid: v.string(),
  version: v.string(),
  ismanaged: v.boolean(),
  description: v.nullish(v.string()),
})

/** The rows of publisher and solution that are there, and a sentence for those that cannot be ours. */
export type SolutionRows = {
  publisher: string | undefined
  solution: v.InferOutput<typeof Solution> | undefined
  /** All of this version was brought. */
  current: boolean
  obstacle: string | undefined
}

/** The version of a solution that is still being made. */
const unfinished = '0.0.0.1'
const note = keptNote(desired)
const isThere = async (crm: Crm, find: string) => (await crm.rows(v.object({}), find)).length > 0
const findPublisher = `publishers?$select=publisherid&$filter=uniquename eq '${publisher.uniquename}'`
const findSolution = `solutions?$select=solutionid&$filter=uniquename eq '${solution.uniquename}'`

export async function readSolution(crm: Crm): Promise<SolutionRows> {
  const { uniquename, customizationprefix: prefix } = publisher
  const filter = `uniquename eq '${uniquename}' or customizationprefix eq '${prefix}'`
  const publishers = await crm.rows(Publisher, `publishers?$select=${columnsOf(Publisher)}&$filter=${filter}`)
  const [found] = await crm.rows(
    Solution,
    `solutions?$select=${columnsOf(Solution)}&$filter=uniquename eq '${solution.uniquename}'`,
  )
  return {
    publisher: publishers.find((one) => one.uniquename === uniquename)?.publisherid,
    solution: found,
    current: found?.description === note && found.version === solution.version,
    obstacle: obstacle(crm.url, publishers, found),
  }
}

function obstacle(
  url: string,
  publishers: readonly v.InferOutput<typeof Publisher>[],
  found: SolutionRows['solution'],
) {
  const { uniquename, customizationprefix: prefix } = publisher
  const rest = 'Its own table, views and app are left out, all else works.'
  const wrong = publishers.find((one) => one.uniquename !== uniquename || one.customizationprefix !== prefix)
  if (wrong && wrong.uniquename !== uniquename) {
    return `The publisher “${wrong.uniquename}” of ${url} has the connector’s prefix “${prefix}”: remove it there, or connect another environment. ${rest}`
  }
  if (wrong) {
    return `The publisher “${uniquename}” of ${url} has the prefix “${wrong.customizationprefix}” in place of “${prefix}”: remove it, then apply again. ${rest}`
  }
  if (found?.ismanaged) {
    return `The solution “${solution.uniquename}” of ${url} is managed, so somebody has installed it as a package: uninstall that, then apply again. ${rest}`
  }
  if (found && found.version.localeCompare(solution.version, 'en', { numeric: true }) > 0) {
    return `A newer version of the connector has brought the solution “${solution.uniquename}” to ${url} (${found.version}, this is ${solution.version}): apply from that version. ${rest}`
  }
  return undefined
}

/** The publisher, and the solution that all components join. */
export function planSolutionRows(crm: Crm, { publisher: found, solution: there }: SolutionRows): PlannedChange[] {
  const id = found ?? fixedId('publisher')
  return [
    plannedChange(
      'Solution',
      `publisher “${publisher.uniquename}”`,
      !found && {
        does: 'create',
        needs: ['prvCreatePublisher'],
        seconds: 3,
        apply: () => crm.create('publishers', { publisherid: id, ...publisher }, () => isThere(crm, findPublisher)),
      },
    ),
    plannedChange(
      'Solution',
      `solution “${solution.uniquename}”`,
      !there && {
        does: 'create',
        needs: ['prvCreateSolution'],
        seconds: 3,
        apply: () =>
          crm.create(
            'solutions',
            // The version comes when all of it is there.
            { ...solution, version: unfinished, 'publisherid@odata.bind': `/publishers(${id})` },
            () => isThere(crm, findSolution),
          ),
      },
    ),
  ]
}

/** Says on the solution what it holds, once it does: `plan` tells a half-made or older one by it. */
export function planVersion(crm: Crm, { solution: found, current }: SolutionRows): PlannedChange {
  const before = !found
    ? ''
    : found.version === unfinished
      ? ' (half made)'
      : ` (now ${found.version}${found.version === solution.version ? ' with other contents' : ''})`
  return plannedChange(
    'Solution',
    `version ${solution.version} of the solution`,
    !current && {
      does: `set${before}`,
      needs: ['prvWriteSolution'],
      seconds: 2,
      async apply() {
        const [row] = await crm.rows(v.object({ solutionid: v.string() }), findSolution)
        const values = { version: solution.version, description: note }
        await crm.write('PATCH', `solutions(${row?.solutionid})`, values, { 'if-match': '*' })
      },
    },
  )
}

function columnsOf(schema: v.ObjectSchema<v.ObjectEntries, undefined>) {
  return Object.keys(schema.entries).join()
}
