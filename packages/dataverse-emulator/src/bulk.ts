import { createForClient, updateForClient } from './customization/client-writes.ts'
import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { badPayload, notFound, wrongMethod } from './fault.ts'
import { isObject, jsonObject, keyedAddress, rowValues } from './payload.ts'
import type { Store } from './store.ts'
import type { Table, Values } from './types.ts'

// learn.microsoft.com/power-apps/developer/data-platform/bulk-operations

type Target = { id: string | undefined; values: Values }

/** Answers CreateMultiple, UpdateMultiple and UpsertMultiple: every target or none. */
export function answerBulk(store: Store, table: Table, action: string, request: ApiRequest): ApiResponse {
  const apply = ACTIONS[action]
  if (!apply) throw notFound(`Resource not found for the segment '${action}'.`, '0x80060888')
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const { Targets: given, ...others } = jsonObject(request.body)
  const [unknown] = Object.keys(others)
  if (unknown) throw badPayload(`The parameter '${unknown}' is not a valid parameter of '${action}'.`)
  if (!Array.isArray(given)) throw badPayload(`'${action}' needs an array of Targets.`)
  return store.transaction(() => apply(store, table, readTargets(store, table, given), request))
}

const ACTIONS: Record<string, (store: Store, table: Table, targets: Target[], request: ApiRequest) => ApiResponse> = {
  CreateMultiple: (store, table, targets, request) =>
    json(200, { Ids: targets.map(({ values }) => createForClient(store, table, values, request)) }),

  UpdateMultiple(store, table, targets, request) {
    for (const { id, values } of targets) {
      if (!id) throw badPayload(`Every target of UpdateMultiple needs its ${table.id}.`)
      updateForClient(store, table, id, values, request)
    }
    return { status: 204, headers: {} }
  },

  UpsertMultiple(store, table, targets, request) {
    for (const { id, values } of targets) {
      if (id && store.get(table.name, id)) updateForClient(store, table, id, values, request)
      else createForClient(store, table, id ? { ...values, [table.id]: id } : values, request)
    }
    return { status: 204, headers: {} }
  },
}

function readTargets(store: Store, table: Table, given: unknown[]): Target[] {
  const targets = given.map((target) => readTarget(store, table, target))
  const ids = targets.flatMap(({ id }) => id ?? [])
  if (new Set(ids).size === ids.length) return targets
  throw badPayload('The same record appears more than once in Targets.')
}

function readTarget(store: Store, table: Table, target: unknown): Target {
  if (!isObject(target)) throw badPayload('A target is not a JSON object.')
  if (target['@odata.type'] === undefined) throw badPayload("A target lacks its '@odata.type'.")
  const values = rowValues(store, table, target)
  const address = target['@odata.id']
  const addressed = address === undefined ? { id: undefined, keys: {} } : keyedAddress(store, address)
  const id = values[table.id] ?? addressed.id
  return { id: typeof id === 'string' ? id : undefined, values: { ...addressed.keys, ...values } }
}
