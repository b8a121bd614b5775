import { randomUUID } from 'node:crypto'
import * as v from 'valibot'
import type { Crm } from './api.ts'
import { name, stepsFor } from './desired-state.ts'
import { RefusedError } from './errors.ts'
import { type PlannedChange, plannedChange } from './planned-change.ts'

/** A step runs after the change, in the background, and keeps no record of a success. */
const stepDefaults = { stage: 40, mode: 1, rank: 1, supporteddeployment: 0, asyncautodelete: true }
const enabled = { statecode: 0, statuscode: 1 }

const Step = v.object({
  sdkmessageprocessingstepid: v.string(),
  name: v.nullish(v.string()),
  filteringattributes: v.nullish(v.string()),
  stage: v.number(),
  mode: v.number(),
  rank: v.number(),
  supporteddeployment: v.number(),
  asyncautodelete: v.boolean(),
  statecode: v.number(),
  _sdkmessagefilterid_value: v.nullish(v.string()),
})
type Step = v.InferOutput<typeof Step>

const MessageFilter = v.object({
  sdkmessagefilterid: v.string(),
  primaryobjecttypecode: v.string(),
  sdkmessageid: v.object({ sdkmessageid: v.string(), name: v.string() }),
})
type MessageFilter = v.InferOutput<typeof MessageFilter>

const needs = {
  create: ['prvCreateSdkMessageProcessingStep'],
  write: ['prvWriteSdkMessageProcessingStep'],
  remove: ['prvDeleteSdkMessageProcessingStep'],
}

/**
 * One step for each message of each watched table. Steps of an older version are removed.
 * @param later says of a table of the connector's own that it is not there
 * @param mapped further columns to watch, by table
 */
export async function planSteps(
  crm: Crm,
  endpoint: string,
  later: (tables: readonly string[]) => string | undefined,
  mapped: ReadonlyMap<string, readonly string[]>,
): Promise<PlannedChange[]> {
  const desiredSteps = stepsFor(mapped)
  const registered = (await stepsOn(crm, endpoint)).filter(isOurs)
  const filters = await messageFilters(crm, [...new Set(desiredSteps.map(({ table }) => table))])
  const kept = new Set<Step>()
  const changes = desiredSteps.map(({ message, table, filteringColumns }) => {
    const found = registered.find((step) => step.name === stepName(message, table))
    if (found) kept.add(found)
    const state = later([table])
    if (state) return { kind: 'Processing steps', name: `step “${stepName(message, table)}”`, state } as const
    const filter = filterFor(filters, message, table, crm.url)
    return planStep(crm, endpoint, filter, filteringColumns, found)
  })
  return [...changes, ...registered.filter((step) => !kept.has(step)).map((step) => planRemoval(crm, step))]
}

/**
 * Removes the steps of an endpoint.
 * @throws RefusedError if somebody else has put steps on it
 */
export async function planStepRemovals(crm: Crm, endpoint: string): Promise<PlannedChange[]> {
  const registered = await stepsOn(crm, endpoint)
  const others = registered.filter((step) => !isOurs(step)).map((step) => `“${step.name}”`)
  if (others.length) {
    throw new RefusedError(
      `Others have put steps on the service endpoint “${name}” (${others.join(', ')}): remove these first. Nothing was changed.`,
    )
  }
  return registered.map((step) => planRemoval(crm, step))
}

/** A step for updates of one more table, whose system jobs stay. `apply` removes one that was left behind. */
export async function registerTestStep(crm: Crm, endpoint: string, id: string, table: string) {
  const filter = filterFor(await messageFilters(crm, [table]), 'Update', table, crm.url)
  await crm.write('POST', 'sdkmessageprocessingsteps', {
    ...{ sdkmessageprocessingstepid: id, name: `${name}: test` },
    ...{ ...stepDefaults, asyncautodelete: false },
    ...messageOf(filter),
    ...handler(endpoint),
  })
}

export function removeTestStep(crm: Crm, id: string) {
  return crm.remove(address({ sdkmessageprocessingstepid: id }))
}

function planStep(
  crm: Crm,
  endpoint: string,
  filter: MessageFilter,
  columns: readonly string[],
  found: Step | undefined,
): PlannedChange {
  const { primaryobjecttypecode: table, sdkmessageid: message } = filter
  const filteringattributes = columns.join(',') || null
  const name = stepName(message.name, table)
  const drift = {
    ...Object.fromEntries(
      Object.entries(stepDefaults).filter(([column, value]) => found?.[column as keyof Step] !== value),
    ),
    ...(found && found.statecode !== enabled.statecode && enabled),
    ...(!sameColumns(found?.filteringattributes, columns) && { filteringattributes }),
    ...(found?._sdkmessagefilterid_value !== filter.sdkmessagefilterid && messageOf(filter)),
  }
  const changed = Object.keys(drift).map((column) => column.replace(/id@odata\.bind$/, ''))
  if (found) {
    return plannedChange(
      'Processing steps',
      `step “${name}”`,
      changed.length > 0 && {
        does: `set ${changed.join(', ')}`,
        needs: needs.write,
        apply: () => crm.write('PATCH', address(found), drift, { 'if-match': '*' }),
      },
    )
  }
  const id = { sdkmessageprocessingstepid: randomUUID() }
  const apply = () => crm.write('POST', 'sdkmessageprocessingsteps', { ...id, name, ...drift, ...handler(endpoint) })
  return plannedChange('Processing steps', `step “${name}”`, { does: 'create', needs: needs.create, apply })
}

function messageOf({ sdkmessagefilterid, sdkmessageid: message }: MessageFilter) {
  return {
    'sdkmessageid@odata.bind': `/sdkmessages(${message.sdkmessageid})`,
    'sdkmessagefilterid@odata.bind': `/sdkmessagefilters(${sdkmessagefilterid})`,
  }
}

function handler(endpoint: string) {
  return { 'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint})` }
}

function planRemoval(crm: Crm, step: Step): PlannedChange {
  return plannedChange('Processing steps', `step “${step.name}”`, {
    does: 'remove',
    needs: needs.remove,
    apply: () => crm.remove(address(step)),
  })
}

function stepsOn(crm: Crm, endpoint: string) {
  const columns = Object.keys(Step.entries).join(',')
  return crm.rows(Step, `sdkmessageprocessingsteps?$select=${columns}&$filter=_eventhandler_value eq ${endpoint}`)
}

function messageFilters(crm: Crm, tables: readonly string[]) {
  const oneOf = (column: string, values: readonly string[]) =>
    `(${values.map((value) => `${column} eq '${value}'`).join(' or ')})`
  const ours = oneOf('primaryobjecttypecode', tables)
  const messages = oneOf('sdkmessageid/name', ['Create', 'Update', 'Delete'])
  const query = `$select=primaryobjecttypecode&$expand=sdkmessageid($select=name)&$filter=${ours} and ${messages}`
  return crm.rows(MessageFilter, `sdkmessagefilters?${query}`)
}

function filterFor(filters: readonly MessageFilter[], message: string, table: string, url: string) {
  const found = filters.find(
    ({ primaryobjecttypecode, sdkmessageid }) => primaryobjecttypecode === table && sdkmessageid.name === message,
  )
  if (!found)
    throw new RefusedError(`${url} takes no steps for ${message} of ${table}: sign in as a System Administrator.`)
  return found
}

function sameColumns(given: string | null | undefined, wanted: readonly string[]) {
  return given !== undefined && (given ?? '').split(',').filter(Boolean).sort().join() === [...wanted].sort().join()
}

function stepName(message: string, table: string) {
  return `${name}: ${message} of ${table}`
}

function isOurs(step: Step) {
  return step.name?.startsWith(`${name}: `) === true
}

function address({ sdkmessageprocessingstepid: id }: Pick<Step, 'sdkmessageprocessingstepid'>) {
  return `sdkmessageprocessingsteps(${id})`
}
