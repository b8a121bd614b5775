import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, badRequest, wrongMethod } from '../fault.ts'
import type { Store } from '../store.ts'
import { COMPONENT } from './solutions.ts'
import type { Json } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/dependency-tracking-solution-components

export type Dependent = { type: number; id: string }

/** Components that stop the deletion of a table: lookups of others that lead to it, sub-grids on their forms, site maps and steps. */
export function dependentsOfTable(store: Store, table: string): Dependent[] {
  const relationships = Array.from(store.metadata.relationships.values())
    .filter((one) => one.ReferencedEntity === table && one.ReferencingEntity !== table)
    .map(({ MetadataId }) => ({ type: COMPONENT.relationship, id: String(MetadataId) }))
  const filters = [...store.entries('sdkmessagefilter')].filter(({ values }) => values.primaryobjecttypecode === table)
  const steps = filters.flatMap(({ id }) => [...store.referrers('sdkmessageprocessingstep', 'sdkmessagefilterid', id)])
  return [
    ...relationships,
    ...rowsThat(
      store,
      'systemform',
      ({ objecttypecode, formxml }) => objecttypecode !== table && names(formxml, 'TargetEntityType', table),
    ),
    ...rowsThat(store, 'sitemap', ({ sitemapxml }) => String(sitemapxml).includes(`Entity="${table}"`)),
    ...steps.map((id) => ({ type: COMPONENT.step, id })),
  ]
}

/** Components that stop the deletion of a column: keys, views and forms that have it. */
export function dependentsOfColumn(store: Store, table: string, column: string): Dependent[] {
  const keys = (store.metadata.keys.get(table) ?? []).filter(({ KeyAttributes }) => KeyAttributes.includes(column))
  return [
    ...keys.map(({ MetadataId }) => ({ type: COMPONENT.key, id: String(MetadataId) })),
    ...rowsThat(store, 'savedquery', (row) => row.returnedtypecode === table && attributeIn(row.fetchxml, column)),
    ...rowsThat(
      store,
      'systemform',
      (row) => row.objecttypecode === table && String(row.formxml).includes(`datafieldname="${column}"`),
    ),
    ...rowsThat(
      store,
      'savedqueryvisualization',
      (row) => row.primaryentitytypecode === table && attributeIn(row.datadescription, column),
    ),
  ]
}

/** Columns that use a global choice. */
export function dependentsOfChoice(store: Store, name: string): Dependent[] {
  return Array.from(store.metadata.columns).flatMap(([column, definition]) => {
    const set = definition.OptionSet as Json | undefined
    return set?.IsGlobal && set.Name === name
      ? [{ type: COMPONENT.column, id: store.metadata.ids.get(`column ${column}`) ?? column }]
      : []
  })
}

/** Forms and site maps that use a web resource, and forms that use a view. */
export function dependentsOfRow(store: Store, table: string, id: string): Dependent[] {
  const { name } = store.get(table, id) ?? {}
  if (table === 'webresource') {
    return [
      ...rowsThat(store, 'systemform', ({ formxml }) => String(formxml).includes(String(name))),
      ...rowsThat(store, 'sitemap', ({ sitemapxml }) => String(sitemapxml).includes(`$webresource:${name}"`)),
    ]
  }
  if (table !== 'savedquery') return []
  return rowsThat(store, 'systemform', ({ formxml }) => String(formxml).toLowerCase().includes(`<viewid>{${id}}`))
}

/** Refuses to delete what others depend on. */
export function checkUnused(kind: string, name: string, dependents: Dependent[]) {
  if (dependents.length === 0) return
  throw badRequest(
    `The ${kind}(${name}) component cannot be deleted because it is referenced by ${dependents.length} other components. For a list of referenced components, use the RetrieveDependenciesForDeleteRequest.`,
    '0x8004F01F',
  )
}

/** Answers RetrieveDependenciesForDelete. It leaves out site maps: the deletion itself knows of more than it tells. */
export function answerDependencies(store: Store, request: ApiRequest, parameters: string): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const { id, type } = parametersOf(request, parameters)
  const found = dependentsOf(store, type, id).filter((dependent) => dependent.type !== COMPONENT.sitemap)
  const value = found.map((dependent) => ({
    ...{ dependentcomponenttype: dependent.type, dependentcomponentobjectid: dependent.id },
    ...{ requiredcomponenttype: type, requiredcomponentobjectid: id, dependencytype: 2 },
  }))
  return json(200, { '@odata.context': `${request.base}$metadata#dependencies`, value })
}

function parametersOf({ search }: ApiRequest, parameters: string): { id: string; type: number } {
  const aliases = new URLSearchParams(search)
  const value = (name: string) => {
    const [, given = ''] = new RegExp(`${name}=([^,)]+)`).exec(parameters) ?? []
    return (given.startsWith('@') ? (aliases.get(given) ?? '') : given).toLowerCase()
  }
  const [id, type] = [value('ObjectId'), Number(value('ComponentType'))]
  if (!id || !type) throw badPayload('RetrieveDependenciesForDelete needs an ObjectId and a ComponentType.')
  return { id, type }
}

function dependentsOf(store: Store, type: number, id: string): Dependent[] {
  const [kind = '', ...rest] = (Array.from(store.metadata.ids).find(([, known]) => known === id)?.[0] ?? '').split(' ')
  const name = rest.join(' ')
  const [table = '', column = ''] = name.split('.')
  if (type === COMPONENT.table && kind === 'table') return dependentsOfTable(store, name)
  if (type === COMPONENT.column && kind === 'column') return dependentsOfColumn(store, table, column)
  if (type === COMPONENT.choice && kind === 'choice') return dependentsOfChoice(store, name)
  const [ofRow] = Object.entries(COMPONENT).find(([, number]) => number === type) ?? []
  return ofRow && store.schema.find(ofRow) ? dependentsOfRow(store, ofRow, id) : []
}

function rowsThat(store: Store, table: keyof typeof COMPONENT, uses: (row: Json) => boolean): Dependent[] {
  return [...store.entries(table)].flatMap(({ id, values }) => (uses(values) ? [{ type: COMPONENT[table], id }] : []))
}

function attributeIn(xml: unknown, column: string): boolean {
  return names(xml, 'attribute', column) || new RegExp(`(name|attribute)="${column}"`).test(String(xml))
}

function names(xml: unknown, element: string, text: string): boolean {
  return String(xml).includes(`<${element}>${text}</${element}>`)
}
