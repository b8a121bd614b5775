import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, badRequest, wrongMethod } from '../fault.ts'
import { jsonObject } from '../payload.ts'
import type { Store } from '../store.ts'
import { createRow, updateRow } from '../write.ts'
import { publishedRows } from './publish.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/reference: savesettingvalue and retrievesetting

/** Answers SaveSettingValue and RetrieveSetting of an app; undefined for any other request. */
export function answerAppSettings(store: Store, resource: string, request: ApiRequest): ApiResponse | undefined {
  if (resource === 'SaveSettingValue') return save(store, request)
  const [, setting, app] = /^RetrieveSetting\(SettingName=(@\w+),AppUniqueName=(@\w+)\)$/.exec(resource) ?? []
  return setting && app ? retrieve(store, request, setting, app) : undefined
}

function save(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  const { AppUniqueName, SettingName, Value, ...others } = jsonObject(request.body)
  const [other] = Object.keys(others)
  if (other) throw badPayload(`The parameter '${other}' in the request payload is not a valid parameter.`)
  if (typeof Value !== 'string') throw badPayload('The Value of a setting is a text.')
  const { app, definition } = named(store, SettingName, AppUniqueName)
  const found = find(store, app, definition)
  const values = { parentappmoduleid: app, settingdefinitionid: definition, value: Value }
  if (found) updateRow(store, store.schema.named('appsetting'), found.id, { value: Value }, 'api')
  else createRow(store, store.schema.named('appsetting'), values, 'api')
  return { status: 204, headers: {} }
}

function retrieve(store: Store, request: ApiRequest, setting: string, app: string): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const aliases = new URLSearchParams(request.search)
  const text = (alias: string) => /^'([^']*)'$/.exec(aliases.get(alias) ?? '')?.[1]
  const names = named(store, text(setting), text(app))
  const { uniquename, defaultvalue } = store.get('settingdefinition', names.definition) ?? {}
  return json(200, {
    '@odata.context': `${request.base}$metadata#Microsoft.Dynamics.CRM.RetrieveSettingResponse`,
    SettingDetail: { Name: uniquename, Value: find(store, names.app, names.definition)?.values.value ?? defaultvalue },
  })
}

/** An app that was never published is not found by its name. */
function named(store: Store, setting: unknown, app: unknown) {
  const definition = [...store.entries('settingdefinition')].find(({ values }) => values.uniquename === setting)
  if (!definition) throw badRequest(`There is no setting definition '${String(setting)}'.`, '0x80040217')
  const published = publishedRows(store, store.schema.named('appmodule'))
  const module = [...published.entries('appmodule')].find(({ values }) => values.uniquename === app)
  if (!module) throw badRequest(`There is no app '${String(app)}'.`, '0x80040217')
  return { app: module.id, definition: definition.id }
}

function find(store: Store, app: string, definition: string) {
  return [...store.entries('appsetting')].find(
    ({ values }) => values.parentappmoduleid === app && values.settingdefinitionid === definition,
  )
}
