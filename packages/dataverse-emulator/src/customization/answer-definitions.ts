import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { notFound, wrongMethod } from '../fault.ts'
import { parseOptions } from '../query-options.ts'
import type { Store } from '../store.ts'
import { answerColumns } from './answer-columns.ts'
import { answerTable, answerTables, relationshipsWith, tableOfKey } from './answer-tables.ts'
import { answerChoices } from './choices.ts'
import { answerDependencies } from './dependencies.ts'
import { answerKeys, answerReactivate } from './keys.ts'
import { inLanguageOfCaller } from './label.ts'
import { answerOptionAction } from './option-actions.ts'
import { selected } from './query.ts'
import { answerRelationships } from './relationships.ts'
import { answerSolutionComponent } from './solutions.ts'

const KEY = String.raw`(?:\(([^)]*)\))?`
const TABLES = new RegExp(String.raw`^EntityDefinitions${KEY}(?:/(\w+)${KEY})?(?:/Microsoft\.Dynamics\.CRM\.(\w+))?$`)
const OTHERS = new RegExp(
  String.raw`^(RelationshipDefinitions|GlobalOptionSetDefinitions)${KEY}(?:/Microsoft\.Dynamics\.CRM\.(\w+))?$`,
)

/** Answers a request about definitions: of tables and all within them, relationships, choices; undefined for any other. */
export function answerDefinitions(store: Store, resource: string, request: ApiRequest): ApiResponse | undefined {
  const tables = TABLES.exec(resource)
  if (tables) {
    const answered = ofTables(store, request, tables)
    return answered.body ? { ...answered, body: inLanguageOfCaller(store, answered.body) } : answered
  }
  const [found, set, key, cast] = OTHERS.exec(resource) ?? []
  if (found) {
    return set === 'RelationshipDefinitions'
      ? answerRelationships(store, request, key)
      : answerChoices(store, request, key, cast)
  }
  const [, dependencies] = /^RetrieveDependenciesForDelete\((.*)\)$/.exec(resource) ?? []
  if (dependencies) return answerDependencies(store, request, dependencies)
  if (resource === 'ReactivateEntityKey') return answerReactivate(store, request)
  if (/^(Add|Remove)SolutionComponent$/.test(resource)) {
    return answerSolutionComponent(store, request, resource.startsWith('Add'))
  }
  return answerOptionAction(store, request, resource)
}

function ofTables(
  store: Store,
  request: ApiRequest,
  [resource, key, within, inner, cast]: RegExpExecArray,
): ApiResponse {
  if (key === undefined) return answerTables(store, request)
  const table = tableOfKey(store, key)
  switch (within) {
    case undefined:
      return answerTable(store, request, table)
    case 'Attributes':
      return answerColumns(store, request, table, inner, cast)
    case 'Keys':
      return answerKeys(store, request, table, inner)
    case 'ManyToOneRelationships':
    case 'OneToManyRelationships': {
      if (request.method !== 'GET') throw wrongMethod(request.method)
      const { select } = parseOptions(request.search, ['$select'])
      const found = relationshipsWith(store, table, within)
      return json(200, {
        value: found.map((one) => selected(one, select, Object.keys(one), 'OneToManyRelationshipMetadata')),
      })
    }
    default:
      throw notFound(`Resource not found for the segment '${resource}'.`, '0x80060888')
  }
}
