import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, badRequest, notFound, wrongMethod } from '../fault.ts'
import { jsonObject } from '../payload.ts'
import type { Store } from '../store.ts'
import type { Values } from '../types.ts'
import { enterCustomization } from './gate.ts'
import { labelsOf, mergedLabels, readLabels, shownLabel, textOf } from './label.ts'
import { labelsByValue, newOption, type OptionSet } from './options.ts'
import { definitionChanged } from './publish.ts'
import { columnDefinition } from './show-column.ts'
import { solutionOf } from './solutions.ts'
import type { Json } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-optionsets

/** A choice with what tells the tables of its new options. */
type Place = { set: OptionSet; keep: (set: OptionSet) => void }

/** Answers InsertOptionValue, UpdateOptionValue, DeleteOptionValue, OrderOption and InsertStatusValue; undefined for any other action. */
export function answerOptionAction(store: Store, request: ApiRequest, action: string): ApiResponse | undefined {
  const act = ACTIONS[action]
  if (!act) return
  if (request.method !== 'POST') throw wrongMethod(request.method)
  enterCustomization(store)
  const given = jsonObject(request.body)
  return act(store, given, publisherOf(store, request, given))
}

const ACTIONS: Record<string, (store: Store, given: Json, publisher: Values | undefined) => ApiResponse> = {
  InsertOptionValue(store, given, publisher) {
    const { set, keep } = placeOf(store, given)
    const option = newOption(store, given, set.Options, publisher)
    keep({ ...set, Options: [...set.Options, option] })
    return json(200, { NewOptionValue: option.Value })
  },

  UpdateOptionValue(store, given) {
    const { set, keep } = placeOf(store, given)
    const before = optionOf(set, given.Value)
    if (typeof given.MergeLabels !== 'boolean') throw badPayload('MergeLabels is missing.')
    const labels = mergedLabels(labelsOf(before.Label), readLabels(store, given.Label, false), given.MergeLabels)
    const changed = { ...before, Label: shownLabel(store, labels) }
    keep({ ...set, Options: set.Options.map((option) => (option === before ? changed : option)) })
    return { status: 204, headers: {} }
  },

  DeleteOptionValue(store, given) {
    const { set, keep } = placeOf(store, given)
    const gone = optionOf(set, given.Value)
    keep({ ...set, Options: set.Options.filter((option) => option !== gone) })
    return { status: 204, headers: {} }
  },

  OrderOption(store, given) {
    const { set, keep } = placeOf(store, given)
    const values = Array.isArray(given.Values) ? given.Values : []
    if (values.length !== set.Options.length) throw badPayload('OrderOption needs all Values of the choice.')
    keep({ ...set, Options: values.map((value) => optionOf(set, value)) })
    return { status: 204, headers: {} }
  },

  InsertStatusValue(store, given, publisher) {
    const table = store.schema.named(String(given.EntityLogicalName))
    const { statuscode } = table.columns
    if (statuscode?.type !== 'choice' || given.AttributeLogicalName !== 'statuscode')
      throw badPayload('It has no status reasons.')
    if (given.StateCode !== 0 && given.StateCode !== 1) throw badPayload(`There is no state ${given.StateCode}.`)
    const others = Object.keys(statuscode.options).map((value) => ({ Value: Number(value), Label: {} }))
    const { Value, Label } = newOption(store, given, others, publisher)
    const options = { ...statuscode.options, [Value]: textOf(Label) }
    const states = { ...statuscode.states, [Value]: given.StateCode }
    store.define({ ...table, columns: { ...table.columns, statuscode: { ...statuscode, options, states } } })
    return json(200, { NewOptionValue: Value })
  },
}

function publisherOf(store: Store, request: ApiRequest, { SolutionUniqueName: name }: Json): Values | undefined {
  const [named] = [...store.entries('solution')].filter(({ values }) => values.uniquename === name)
  return store.get('publisher', String((named?.values ?? solutionOf(store, request)).publisherid))
}

function placeOf(store: Store, given: Json): Place {
  const { OptionSetName: name, EntityLogicalName, AttributeLogicalName } = given
  if (name === undefined) return localPlace(store, String(EntityLogicalName), String(AttributeLogicalName))
  const choice = store.metadata.choices.get(String(name))
  if (!choice) throw notFound(`An OptionSet with the name ${name} does not exist.`)
  return {
    set: choice as OptionSet,
    keep(set) {
      store.metadata.choices.set(String(name), set)
      definitionChanged(store, 'optionset', String(name))
      for (const [column, definition] of store.metadata.columns) {
        const used = definition.OptionSet as Json | undefined
        if (!used?.IsGlobal || used.Name !== name) continue
        const [table = '', columnName = ''] = column.split('.')
        keepOptions(store, table, columnName, set)
      }
    },
  }
}

function localPlace(store: Store, tableName: string, name: string): Place {
  const table = store.schema.named(tableName)
  const column = table.columns[name]
  if (column?.type !== 'choice') throw badRequest(`${name} of ${tableName} is no choice.`, '0x80040203')
  const set = columnDefinition(store, table, name, column).OptionSet as OptionSet
  if (set.IsGlobal) throw badRequest(`${name} uses the global choice ${set.Name}.`, '0x80040203')
  return { set, keep: (changed) => keepOptions(store, tableName, name, changed) }
}

/** Gives a column its options: as definition, and as the values that its rows may have. */
function keepOptions(store: Store, tableName: string, name: string, set: OptionSet) {
  const table = store.schema.named(tableName)
  const column = table.columns[name]
  if (column?.type !== 'choice') return
  const key = `${tableName}.${name}`
  definitionChanged(store, 'entity', tableName)
  store.metadata.columns.set(key, { ...store.metadata.columns.get(key), OptionSet: set })
  store.define({ ...table, columns: { ...table.columns, [name]: { ...column, options: labelsByValue(set.Options) } } })
}

function optionOf({ Options }: OptionSet, value: unknown): OptionSet['Options'][number] {
  const found = Options.find(({ Value }) => Value === value)
  if (!found) throw badRequest(`The option value ${value} does not exist.`, '0x80040203')
  return found
}
