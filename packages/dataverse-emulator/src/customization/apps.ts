import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, badRequest, duplicate, noSuchRow, wrongMethod } from '../fault.ts'
import { isObject, jsonObject, rowAddress } from '../payload.ts'
import type { Store } from '../store.ts'
import type { Values } from '../types.ts'
import { isGuid } from '../value.ts'
import { createRow } from '../write.ts'
import { checkResource } from './forms.ts'
import { enterCustomization } from './gate.ts'
import { COMPONENT, prefixOf, solutionOf } from './solutions.ts'
import { attribute, invalidXml, readXml, within } from './xml.ts'

// learn.microsoft.com/power-apps/developer/model-driven-apps/create-manage-model-driven-apps-using-code

/** Components of an app: type and number by the name of their table. */
const IN_APPS: Record<string, keyof typeof COMPONENT> = {
  sitemap: 'sitemap',
  savedquery: 'savedquery',
  systemform: 'systemform',
  savedqueryvisualization: 'savedqueryvisualization',
}

/** Checks an app. */
export function checkApp(_store: Store, given: Values, before: Values | undefined) {
  if (before && given.uniquename !== undefined && given.uniquename !== before.uniquename) {
    throw badRequest('The unique name of an app cannot be changed.', '0x80040203')
  }
  if (!before && !isGuid(given.webresourceid))
    throw badRequest('An app needs the webresourceid of its icon.', '0x80040203')
}

/** Names a new app: its unique name comes without a prefix, and the platform adds that of the solution's publisher. */
export function nameApp(store: Store, given: Values, request: ApiRequest): Values {
  const prefix = prefixOf(store, solutionOf(store, request))
  const name = String(given.uniquename ?? '')
  if (name.toLowerCase().startsWith(`${prefix}_`) || !/^[A-Za-z]\w*$/.test(name)) {
    throw badRequest(`The unique name '${name}' of the app is not valid: it comes without a prefix.`, '0x80050135')
  }
  const uniquename = `${prefix}_${name}`
  for (const { values } of store.entries('appmodule')) if (values.uniquename === uniquename) throw duplicate()
  return { ...given, uniquename }
}

/** Checks a site map: its unique name, and that its tables and web resources exist. */
export function checkSiteMap(store: Store, given: Values, before: Values | undefined) {
  const map = { ...before, ...given }
  if (!map.sitemapnameunique) throw badRequest("The required field 'sitemapnameunique' is missing.", '0x80040203')
  for (const { id, values } of store.entries('sitemap')) {
    if (values.sitemapnameunique === map.sitemapnameunique && id !== before?.sitemapid) throw duplicate()
  }
  const root = readXml(map.sitemapxml, 'SiteMap')
  for (const name of ['Area', 'Group', 'SubArea']) for (const element of within(root, name)) attribute(element, 'Id')
  for (const { attributes } of within(root, 'SubArea')) {
    if (attributes.Entity !== undefined && !store.schema.find(attributes.Entity)) {
      throw invalidXml(`the table ${attributes.Entity} of a sub-area does not exist`)
    }
    const [, resource] = /^\$webresource:(.+)$/.exec(attributes.Url ?? '') ?? []
    if (resource) checkResource(store, resource)
  }
}

/** Answers AddAppComponents, ValidateApp and the roles of an app; undefined for any other request. */
export function answerApps(store: Store, resource: string, request: ApiRequest): ApiResponse | undefined {
  if (resource === 'AddAppComponents') return addComponents(store, request)
  const [, validated] = /^ValidateApp\(AppModuleId=([0-9a-f-]+)\)$/i.exec(resource) ?? []
  if (validated) return validate(store, request, validated)
  const [, app, other] =
    /^appmodules\(([0-9a-f-]+)\)\/appmoduleroles_association(?:\(([0-9a-f-]+)\))?(?:\/\$ref)?$/i.exec(resource) ?? []
  return app ? roles(store, request, app, other) : undefined
}

function addComponents(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') throw wrongMethod(request.method)
  enterCustomization(store)
  const { AppId, Components } = jsonObject(request.body)
  if (typeof AppId !== 'string' || !store.get('appmodule', AppId)) throw noSuchRow('appmodule', String(AppId))
  if (!Array.isArray(Components) || Components.length > 50)
    throw badPayload('AddAppComponents takes up to 50 Components.')
  for (const component of Components) {
    if (!isObject(component)) throw badPayload('A component is not a JSON object.')
    const [, name = ''] = /^#?Microsoft\.Dynamics\.CRM\.(\w+)$/.exec(String(component['@odata.type'])) ?? []
    const kind = IN_APPS[name]
    if (!kind) throw badPayload(`A ${name} is not added to an app.`)
    add(store, AppId, kind, String(component[store.schema.named(name).id]))
  }
  return { status: 204, headers: {} }
}

function add(store: Store, app: string, kind: keyof typeof COMPONENT, id: string) {
  if (!store.get(kind, id)) throw noSuchRow(kind, id)
  const present = componentsOf(store, app)
  if (present.some(({ objectid }) => objectid === id)) return
  if (kind === 'sitemap' && present.some(({ componenttype }) => componenttype === COMPONENT.sitemap)) {
    throw badRequest('An app cannot have more than one site map.', '0x80050111')
  }
  const row = { appmoduleid: app, componenttype: COMPONENT[kind], objectid: id }
  createRow(store, store.schema.named('appmodulecomponent'), row, 'api')
}

function componentsOf(store: Store, app: string): Values[] {
  return [...store.referrers('appmodulecomponent', 'appmoduleid', app)].map(
    (id) => store.get('appmodulecomponent', id) ?? {},
  )
}

function validate(store: Store, request: ApiRequest, app: string): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  if (!store.get('appmodule', app)) throw noSuchRow('appmodule', app)
  const types = componentsOf(store, app).map(({ componenttype }) => componenttype)
  const missing = types.includes(COMPONENT.sitemap) ? [] : [{ ErrorType: 'Error', Message: 'The app has no site map.' }]
  const AppValidationResponse = { ValidationSuccess: missing.length === 0, ValidationIssueList: missing }
  return json(200, {
    '@odata.context': `${request.base}$metadata#Microsoft.Dynamics.CRM.ValidateAppResponse`,
    AppValidationResponse,
  })
}

function roles(store: Store, request: ApiRequest, app: string, other: string | undefined): ApiResponse {
  if (!store.get('appmodule', app)) throw noSuchRow('appmodule', app)
  const links = [...store.referrers('appmoduleroles', 'appmoduleid', app)]
  const roleOf = (link: string) => String(store.get('appmoduleroles', link)?.roleid)
  switch (request.method) {
    case 'GET':
      return json(200, {
        value: links.map((link) => ({ roleid: roleOf(link), name: store.get('role', roleOf(link))?.name })),
      })
    case 'POST': {
      const { table, id } = rowAddress(store, jsonObject(request.body)['@odata.id'])
      if (table.name !== 'role' || !store.get('role', id)) throw noSuchRow('role', id)
      if (links.some((link) => roleOf(link) === id)) throw duplicate()
      createRow(store, store.schema.named('appmoduleroles'), { appmoduleid: app, roleid: id }, 'api')
      return { status: 204, headers: {} }
    }
    case 'DELETE':
      for (const link of links) if (roleOf(link) === other) store.put('appmoduleroles', link, undefined)
      return { status: 204, headers: {} }
    default:
      throw wrongMethod(request.method)
  }
}
