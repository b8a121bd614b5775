import { administrationAnswer } from './administration.ts'
import { answerNotification } from './app-notifications.ts'
import { answerBatch } from './batch.ts'
import { answerBulk } from './bulk.ts'
import { answerMetadata } from './csdl.ts'
import { answerDefinitions } from './customization/answer-definitions.ts'
import { answerAppSettings } from './customization/app-settings.ts'
import { answerApps } from './customization/apps.ts'
import { checkPropagated } from './customization/gate.ts'
import { answerPublish } from './customization/publish.ts'
import { answerRowLabels } from './customization/row-labels.ts'
import { type ApiRequest, type ApiResponse, refusal } from './exchange.ts'
import { DataverseFault, notFound } from './fault.ts'
import { answerLanguages, answerSetting, answerWhoAmI } from './metadata.ts'
import { answerRow, answerSet, answerUnpublished } from './rows.ts'
import type { Store } from './store.ts'

const SET = /^(\w+)(?:\(([^)]*)\)|\/Microsoft\.Dynamics\.CRM\.(\w+))?$/
const UNPUBLISHED = /^(\w+)(?:\(([0-9a-f-]+)\))?\/Microsoft\.Dynamics\.CRM\.RetrieveUnpublished(?:Multiple)?\(\)$/

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
  if (resource === '$metadata') return answerMetadata(store, request)
  if (/^WhoAmI(\(\))?$/.test(resource)) return answerWhoAmI(store, request)
  if (resource === 'RetrieveProvisionedLanguages()') return answerLanguages(store, request)
  if (resource === 'GetOrgDbOrgSetting') return answerSetting(store, request)
  if (/^Publish(All)?Xml$/.test(resource)) return answerPublish(store, request)
  const further = [answerAppSettings, answerRowLabels, answerNotification, administrationAnswer]
  for (const others of [answerDefinitions, answerApps, ...further]) {
    const answered = others(store, resource, request)
    if (answered) return answered
  }
  const [, unpublished, row] = UNPUBLISHED.exec(resource) ?? []
  if (unpublished) return answerUnpublished(store, store.schema.ofSet(unpublished), row, request)
  const [, set, key, action] = SET.exec(resource) ?? []
  if (!set) throw notFound(`Resource not found for the segment '${resource}'.`, '0x80060888')
  const table = store.schema.ofSet(set)
  checkPropagated(store, table.name, request)
  if (action) return answerBulk(store, table, action, request)
  return key === undefined ? answerSet(store, table, request) : answerRow(store, table, key, request)
}

function checkContent(request: ApiRequest) {
  if (!['POST', 'PATCH', 'PUT'].includes(request.method)) return
  const type = request.headers.get('content-type') ?? ''
  if (/^application\/json\b/i.test(type)) return
  throw new DataverseFault(415, '0x80060888', `The content type '${type}' is not supported.`)
}
