import type { ApiRequest, ApiResponse } from '../exchange.ts'
import { badPayload, wrongMethod } from '../fault.ts'
import { jsonObject } from '../payload.ts'
import type { Entry, Store } from '../store.ts'
import type { Table, Values } from '../types.ts'
import { enterCustomization } from './gate.ts'
import { readXml, within } from './xml.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/publish-customizations and .../publish-request-schema

/** Column that names the table of a component, which is published with that table. */
const TABLE_OF: Record<string, string> = {
  savedquery: 'returnedtypecode',
  systemform: 'objecttypecode',
  savedqueryvisualization: 'primaryentitytypecode',
}

/** Keeps what is shown of a component until the change that follows is published. */
export function keepPublished(store: Store, table: string, id: string, values: Values | undefined) {
  const key = `${table} ${id}`
  const { pending, labels } = store.metadata
  if (!pending.has(key))
    pending.set(key, { values, labels: new Map([...labels].filter(([name]) => name.startsWith(`${key} `))) })
}

/** Marks the definition of a table or a choice as changed and not published. It is shown nevertheless. */
export function definitionChanged(store: Store, kind: 'entity' | 'optionset', name: string) {
  keepPublished(store, kind, name, undefined)
}

/** The rows of a table as everybody sees them: without changes that are not published. */
export function publishedRows(store: Store, table: Table): Store {
  const prefix = `${table.name} `
  const pending = new Map(
    [...store.metadata.pending].flatMap(([key, { values }]) =>
      key.startsWith(prefix) ? [[key.slice(prefix.length), values]] : [],
    ),
  )
  if (pending.size === 0) return store
  const seen = (entry: Entry | undefined): Entry | undefined => {
    if (!entry || !pending.has(entry.id)) return entry
    const values = pending.get(entry.id)
    return values && { ...entry, values }
  }
  return {
    ...store,
    get: (name, id) => (name === table.name ? seen(store.entry(name, id))?.values : store.get(name, id)),
    entry: (name, id) => (name === table.name ? seen(store.entry(name, id)) : store.entry(name, id)),
    entries: (name) =>
      name === table.name ? [...store.entries(name)].flatMap((entry) => seen(entry) ?? []) : store.entries(name),
  }
}

/** Answers PublishXml, which names what is published, and PublishAllXml. */
export function answerPublish(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  if (request.resource === 'PublishAllXml') {
    enterCustomization(store)
    store.metadata.pending.clear()
    return { status: 204, headers: {} }
  }
  const { ParameterXml } = jsonObject(request.body)
  if (typeof ParameterXml !== 'string') throw badPayload("'PublishXml' needs a ParameterXml.")
  enterCustomization(store)
  const root = readXml(ParameterXml, 'importexportxml')
  const named = (element: string) => within(root, element).map(({ text }) => text.replace(/[{}]/g, '').toLowerCase())
  const tables = named('entity')
  for (const table of tables) store.schema.named(table)
  const rows = [
    ...named('optionset').map((name) => `optionset ${name}`),
    ...named('webresource').map((id) => `webresource ${id}`),
    ...named('appmodule').flatMap((id) => [`appmodule ${id}`, ...siteMapsOf(store, id)]),
    ...named('sitemap').map((id) => `sitemap ${id}`),
    ...named('dashboard').map((id) => `systemform ${id}`),
  ]
  for (const key of [...store.metadata.pending.keys()]) {
    if (rows.includes(key) || isOf(store, key, tables)) store.metadata.pending.delete(key)
  }
  return { status: 204, headers: {} }
}

function siteMapsOf(store: Store, app: string): string[] {
  const links = [...store.referrers('appmodulecomponent', 'appmoduleid', app)]
  return links.map((link) => `sitemap ${store.get('appmodulecomponent', link)?.objectid}`)
}

function isOf(store: Store, key: string, tables: string[]): boolean {
  const [kind = '', id = ''] = key.split(' ')
  if (kind === 'entity') return tables.includes(id)
  const column = TABLE_OF[kind]
  return column !== undefined && tables.includes(String(store.get(kind, id)?.[column]))
}
