import type { ApiRequest, ApiResponse } from '../exchange.ts'
import { json } from '../exchange.ts'
import { badPayload, badRequest, duplicate, noSuchRow, wrongMethod } from '../fault.ts'
import { jsonObject } from '../payload.ts'
import type { Store } from '../store.ts'
import type { Values } from '../types.ts'
import { isGuid } from '../value.ts'
import { createRow } from '../write.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-entity-definitions-using-web-api
// and .../reference/entities/solutioncomponent (the numbers of component types).

/** Types of solution components. */
export const COMPONENT = {
  table: 1,
  column: 2,
  choice: 9,
  relationship: 10,
  key: 14,
  role: 20,
  savedquery: 26,
  savedqueryvisualization: 59,
  systemform: 60,
  webresource: 61,
  sitemap: 62,
  appmodule: 80,
  step: 92,
} as const

/** The solution that every environment has, and its publisher (ids: the same in every environment). */
export const DEFAULT = {
  publisher: 'd21aab71-79e7-11dd-8874-00188b01e34f',
  solution: 'fd140aaf-4df4-11dd-bd17-0019b9312238',
}

/** The solution that a request names by `MSCRM.SolutionUniqueName`. A wrong name falls back to the default solution, silently. */
export function solutionOf(store: Store, request: ApiRequest): Values {
  const name = request.headers.get('mscrm.solutionuniquename')
  return (name && solutionNamed(store, name)) || (store.get('solution', DEFAULT.solution) ?? {})
}

/** The prefix that a request's solution gives to what is made in it. */
export function prefixOf(store: Store, solution: Values): string {
  return String(store.get('publisher', String(solution.publisherid))?.customizationprefix)
}

/** Makes a component part of the request's solution, once. */
export function joinSolution(store: Store, request: ApiRequest, type: number, id: string) {
  addComponent(store, String(solutionOf(store, request).solutionid), type, id, 0)
}

/** Takes a component that is gone out of every solution. */
export function leaveSolutions(store: Store, id: string) {
  for (const entry of [...store.entries('solutioncomponent')]) {
    if (entry.values.objectid === id) store.put('solutioncomponent', entry.id, undefined)
  }
}

/** Refuses a name without a publisher's prefix, or with another one than that of the request's solution. */
export function checkPrefix(store: Store, request: ApiRequest, name: string) {
  const solution = solutionOf(store, request)
  const allowed =
    solution.solutionid === DEFAULT.solution
      ? Array.from(store.entries('publisher'), ({ values }) => String(values.customizationprefix))
      : [prefixOf(store, solution)]
  if (allowed.some((prefix) => name.toLowerCase().startsWith(`${prefix}_`))) return
  throw badRequest(
    `Item name ${name} is invalid: it does not begin with the customization prefix of its publisher, ${allowed[0]}.`,
    '0x8004431a',
  )
}

/** Answers AddSolutionComponent and RemoveSolutionComponent. */
export function answerSolutionComponent(store: Store, request: ApiRequest, adding: boolean): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const given = jsonObject(request.body)
  const id = adding ? given.ComponentId : (given.SolutionComponent as Values | undefined)?.solutioncomponentid
  const solution = solutionNamed(store, String(given.SolutionUniqueName))
  if (!solution) throw badRequest(`The solution ${given.SolutionUniqueName} does not exist.`, '0x80040217')
  if (!isGuid(id) || typeof given.ComponentType !== 'number') throw badPayload('ComponentId or ComponentType is wrong.')
  if (!adding) {
    for (const { id: row, values } of [...store.entries('solutioncomponent')]) {
      const same = values.objectid === id && values.solutionid === solution.solutionid
      if (same) store.put('solutioncomponent', row, undefined)
    }
    return json(200, { id })
  }
  if (typeof given.AddRequiredComponents !== 'boolean') throw badPayload('AddRequiredComponents is missing.')
  if (!exists(store, given.ComponentType, id)) throw noSuchRow(`component of type ${given.ComponentType}`, id)
  const behavior = given.DoNotIncludeSubcomponents === true ? 1 : 0
  return json(200, { id: addComponent(store, String(solution.solutionid), given.ComponentType, id, behavior) })
}

/** Checks a publisher before it is written. */
export function checkPublisher(store: Store, given: Values, before: Values | undefined) {
  const { uniquename, customizationprefix: prefix, customizationoptionvalueprefix: options } = { ...before, ...given }
  if (!/^[a-z][a-z0-9]{1,7}$/i.test(String(prefix)) || /^mscrm/i.test(String(prefix))) {
    throw badRequest(`The customization prefix '${prefix}' is not valid.`, '0x80040203')
  }
  if (before && given.customizationprefix !== undefined && given.customizationprefix !== before.customizationprefix) {
    throw badRequest('The customization prefix of a publisher cannot be changed.', '0x80040203')
  }
  if (!(Number(options) >= 10_000 && Number(options) <= 99_999)) {
    throw badRequest(`The option value prefix ${options} is not between 10000 and 99999.`, '0x80040203')
  }
  for (const { values } of store.entries('publisher')) {
    if (values.publisherid !== before?.publisherid && values.uniquename === uniquename) throw duplicate()
  }
}

/** Checks a solution before it is written. */
export function checkSolution(store: Store, given: Values, before: Values | undefined) {
  const { uniquename, version } = { ...before, ...given }
  if (!/^[A-Za-z]\w*$/.test(String(uniquename))) {
    throw badRequest(`The unique name '${uniquename}' of the solution is not valid.`, '0x80040203')
  }
  if (!/^\d+(\.\d+){1,3}$/.test(String(version))) {
    throw badRequest(`The version '${version}' of the solution is not valid.`, '0x80040203')
  }
  const other = solutionNamed(store, String(uniquename))
  if (other && other.solutionid !== before?.solutionid) throw duplicate()
}

function solutionNamed(store: Store, name: string): Values | undefined {
  for (const { values } of store.entries('solution')) {
    if (String(values.uniquename).toLowerCase() === name.toLowerCase()) return values
  }
  return undefined
}

function addComponent(store: Store, solutionid: string, componenttype: number, objectid: string, behavior: number) {
  for (const { id, values } of store.entries('solutioncomponent')) {
    if (values.objectid === objectid && values.solutionid === solutionid) return id
  }
  const row = { solutionid, componenttype, objectid, rootcomponentbehavior: behavior }
  return createRow(store, store.schema.named('solutioncomponent'), row, 'api')
}

function exists(store: Store, type: number, id: string): boolean {
  const [table] = Object.entries(COMPONENT).find(([, number]) => number === type) ?? []
  if (!table) return false
  return store.schema.find(table) ? store.get(table, id) !== undefined : [...store.metadata.ids.values()].includes(id)
}
