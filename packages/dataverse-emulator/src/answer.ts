import { administrationAnswer } from './administration.ts'
import { answerBatch } from './batch.ts'
import { answerBulk } from './bulk.ts'
import { answerMetadata } from './csdl.ts'
import { answerDefinition, answerPublish } from './definition.ts'
import { type ApiRequest, type ApiResponse, refusal } from './exchange.ts'
import { DataverseFault, notFound } from './fault.ts'
import { answerLanguages, answerSetting, answerWhoAmI } from './metadata.ts'
import { answerRow, answerSet } from './rows.ts'
import { tableOfSet } from './schema.ts'
import { answerStatusReasons } from './status-reasons.ts'
import type { Store } from './store.ts'

const SET = /^(\w+)(?:\(([^)]*)\)|\/Microsoft\.Dynamics\.CRM\.(\w+))?$/
const STATUS_REASONS =
  /^EntityDefinitions\(LogicalName='(\w+)'\)\/Attributes\(LogicalName='statuscode'\)\/Microsoft\.Dynamics\.CRM\.StatusAttributeMetadata$/
const DEFINITION = /^EntityDefinitions\(LogicalName='(\w+)'\)(\/Keys)?$/

/** Answers one request to the Web API, alone or as a part of a batch. */
export function answer(store: Store, request: ApiRequest): ApiResponse {
  try {
    return route(store, request)
  } catch (error) {
    if (error instanceof DataverseFault) return refusal(error)
    throw error
  }
}

function route(store: Store, request: ApiRequest): ApiResponse {
  const resource = decodeURIComponent(request.resource)
  if (resource === '$batch') return answerBatch(store, request, answer)
  checkContent(request)
  if (resource === '$metadata') return answerMetadata(request)
  if (/^WhoAmI(\(\))?$/.test(resource)) return answerWhoAmI(store, request)
  if (resource === 'RetrieveProvisionedLanguages()') return answerLanguages(request)
  if (resource === 'GetOrgDbOrgSetting') return answerSetting(request)
  const [, defined, keys] = DEFINITION.exec(resource) ?? []
  if (defined) return answerDefinition(store, request, defined, keys !== undefined)
  const [, withReasons] = STATUS_REASONS.exec(resource) ?? []
  if (withReasons) return answerStatusReasons(store, request, withReasons)
  if (resource === 'PublishXml') return answerPublish(request)
  const administered = administrationAnswer(store, resource, request)
  if (administered) return administered
  const [, set, key, action] = SET.exec(resource) ?? []
  if (!set) throw notFound(`Resource not found for the segment '${resource}'.`, '0x80060888')
  const table = tableOfSet(set)
  if (action) return answerBulk(store, table, action, request)
  return key === undefined ? answerSet(store, table, request) : answerRow(store, table, key, request)
}

function checkContent(request: ApiRequest) {
  if (!['POST', 'PATCH', 'PUT'].includes(request.method)) return
  const type = request.headers.get('content-type') ?? ''
  if (/^application\/json\b/i.test(type)) return
  throw new DataverseFault(415, '0x80060888', `The content type '${type}' is not supported.`)
}
