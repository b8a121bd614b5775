import { type ApiRequest, type ApiResponse, json } from '../exchange.ts'
import { badPayload, badRequest, wrongMethod } from '../fault.ts'
import { jsonObject } from '../payload.ts'
import { parseOptions } from '../query-options.ts'
import type { Store } from '../store.ts'
import { changedLabels } from './change-definition.ts'
import { checkUnused, dependentsOfChoice } from './dependencies.ts'
import { enterCustomization } from './gate.ts'
import { readLabels, shownLabel } from './label.ts'
import { readOptions } from './options.ts'
import { definitionChanged } from './publish.ts'
import { byKey, selected } from './query.ts'
import { metadataId } from './show-column.ts'
import { COMPONENT, checkPrefix, joinSolution, leaveSolutions, solutionOf } from './solutions.ts'
import type { Json } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/create-update-optionsets

const TYPE = 'Microsoft.Dynamics.CRM.OptionSetMetadata'
const MEMBERS = ['@odata.type', 'Name', 'OptionSetType', 'IsGlobal', 'DisplayName', 'Description', 'Options']
const SHOWN = ['MetadataId', ...MEMBERS, 'IsCustomOptionSet', 'IsManaged']

/** Answers a request about global choices. */
export function answerChoices(
  store: Store,
  request: ApiRequest,
  key: string | undefined,
  cast: string | undefined,
): ApiResponse {
  const context = `${request.base}$metadata#GlobalOptionSetDefinitions`
  const all = [...store.metadata.choices.values()]
  if (key === undefined) {
    if (request.method === 'POST') return make(store, request)
    if (request.method !== 'GET') throw wrongMethod(request.method)
    const { select } = parseOptions(request.search, ['$select'])
    return json(200, {
      '@odata.context': context,
      value: all.map((choice) => selected(choice, select, SHOWN, 'OptionSetMetadata')),
    })
  }
  const choice = byKey(all, key)
  switch (request.method) {
    case 'GET': {
      const { select } = parseOptions(request.search, ['$select'])
      const known = cast ? SHOWN : SHOWN.filter((member) => member !== 'Options')
      return json(200, {
        '@odata.context': `${context}/$entity`,
        ...selected(choice, select, known, 'OptionSetMetadataBase'),
      })
    }
    case 'PUT':
      return change(store, request, choice)
    case 'DELETE':
      enterCustomization(store)
      checkUnused('OptionSet', String(choice.Name), dependentsOfChoice(store, String(choice.Name)))
      store.metadata.choices.delete(String(choice.Name))
      store.metadata.ids.delete(`choice ${choice.Name}`)
      leaveSolutions(store, String(choice.MetadataId))
      return { status: 204, headers: {} }
    default:
      throw wrongMethod(request.method)
  }
}

function make(store: Store, request: ApiRequest): ApiResponse {
  enterCustomization(store)
  const raw = jsonObject(request.body)
  const unknown = Object.keys(raw).find((member) => !MEMBERS.includes(member))
  if (unknown) throw badPayload(`The property '${unknown}' does not exist on type '${TYPE}'.`)
  const { Name } = raw
  if (raw['@odata.type'] !== TYPE || typeof Name !== 'string') throw badPayload(`A choice is a ${TYPE} with a Name.`)
  if (raw.IsGlobal !== true || raw.OptionSetType !== 'Picklist')
    throw badPayload('A global choice has IsGlobal true and the type Picklist.')
  checkPrefix(store, request, Name)
  if (Name !== Name.toLowerCase()) throw badPayload(`The name ${Name} of a choice has capital letters.`)
  if (store.metadata.choices.has(Name))
    throw badRequest(`An OptionSet with the name ${Name} already exists.`, '0x80040237')
  const publisher = store.get('publisher', String(solutionOf(store, request).publisherid))
  const MetadataId = metadataId(store, 'choice', Name)
  store.metadata.choices.set(Name, {
    ...{ '@odata.type': `#${TYPE}`, MetadataId, Name, IsGlobal: true, OptionSetType: 'Picklist' },
    ...{ IsCustomOptionSet: true, IsManaged: false },
    DisplayName: shownLabel(store, readLabels(store, raw.DisplayName, false)),
    Description: shownLabel(store, raw.Description ? readLabels(store, raw.Description, false) : []),
    Options: readOptions(store, raw.Options, publisher),
  })
  joinSolution(store, request, COMPONENT.choice, MetadataId)
  return { status: 204, headers: { 'odata-entityid': `${request.base}GlobalOptionSetDefinitions(${MetadataId})` } }
}

// Options are not touched: they have actions of their own.
function change(store: Store, request: ApiRequest, before: Json): ApiResponse {
  enterCustomization(store)
  const given = jsonObject(request.body)
  if (given.Name !== undefined && given.Name !== before.Name)
    throw badRequest('A choice cannot be renamed.', '0x80040203')
  const labels = changedLabels(store, request, before, given, ['DisplayName', 'Description'], false)
  Object.assign(before, labels)
  definitionChanged(store, 'optionset', String(before.Name))
  joinSolution(store, request, COMPONENT.choice, String(before.MetadataId))
  return { status: 204, headers: {} }
}
