import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, noSuchRow, wrongMethod } from '../fault.ts'
import { isObject, jsonObject, rowAddress } from '../payload.ts'
import type { Store } from '../store.ts'
import { updateRow } from '../write.ts'
import { enterCustomization } from './gate.ts'
import { baseLanguage, readLabels, shownLabel } from './label.ts'
import { keepPublished } from './publish.ts'
import type { LocalizedLabel } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/setloclabels and .../retrieveloclabels

/** Answers SetLocLabels and RetrieveLocLabels: the texts of a row in several languages; undefined for any other request. */
export function answerRowLabels(store: Store, resource: string, request: ApiRequest): ApiResponse | undefined {
  if (resource === 'SetLocLabels') return set(store, request)
  const [, parameters] = /^RetrieveLocLabels\((.*)\)$/.exec(resource) ?? []
  return parameters ? retrieve(store, request, parameters) : undefined
}

function set(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  enterCustomization(store)
  const { EntityMoniker, AttributeName, Labels } = jsonObject(request.body)
  if (!isObject(EntityMoniker)) throw badPayload('EntityMoniker is missing.')
  const [, table = ''] = /^#?Microsoft\.Dynamics\.CRM\.(\w+)$/.exec(String(EntityMoniker['@odata.type'])) ?? []
  const id = String(EntityMoniker[store.schema.named(table).id])
  const row = store.get(table, id)
  if (!row) throw noSuchRow(table, id)
  const column = columnOf(store, table, AttributeName)
  keepPublished(store, table, id, row)
  const key = `${table} ${id} ${column}`
  if (!Array.isArray(Labels)) throw badPayload('Labels is missing.')
  const before = labelsOf(store, key, row[column])
  // Labels that are not given stay.
  const labels = readLabels(store, { LocalizedLabels: [...before, ...Labels] }, true)
  store.metadata.labels.set(key, labels)
  const text = labels.find(({ LanguageCode }) => LanguageCode === baseLanguage(store))?.Label
  if (text !== undefined) updateRow(store, store.schema.named(table), id, { [column]: text }, 'api')
  return { status: 204, headers: {} }
}

function retrieve(store: Store, request: ApiRequest, parameters: string): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const aliases = new URLSearchParams(request.search)
  const value = (name: string) => {
    const [, given = ''] = new RegExp(`${name}=([^,]+)`).exec(parameters) ?? []
    return given.startsWith('@') ? (aliases.get(given) ?? '') : given
  }
  const [, address] = /'@odata\.id'\s*:\s*'([^']*)'/.exec(value('EntityMoniker').replaceAll('"', "'")) ?? []
  const { table, id } = rowAddress(store, address)
  const row = store.get(table.name, id)
  if (!row) throw noSuchRow(table.name, id)
  const column = columnOf(store, table.name, value('AttributeName').replace(/^'|'$/g, ''))
  const key = `${table.name} ${id} ${column}`
  const published =
    value('IncludeUnpublished') === 'true' ? undefined : store.metadata.pending.get(`${table.name} ${id}`)
  const labels = published
    ? (published.labels.get(key) ?? labelsOf(store, '', published.values?.[column]))
    : labelsOf(store, key, row[column])
  return json(200, {
    '@odata.context': `${request.base}$metadata#Microsoft.Dynamics.CRM.RetrieveLocLabelsResponse`,
    Label: shownLabel(store, labels),
  })
}

function columnOf(store: Store, table: string, name: unknown): string {
  const column = store.schema.named(table).columns[String(name)]
  if (column?.type !== 'text') throw badPayload(`'${name}' of ${table} has no labels.`)
  return String(name)
}

function labelsOf(store: Store, key: string, text: unknown): LocalizedLabel[] {
  const known = store.metadata.labels.get(key)
  return known ?? (typeof text === 'string' ? [{ Label: text, LanguageCode: baseLanguage(store) }] : [])
}
