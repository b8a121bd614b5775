import { type ApiRequest, type ApiResponse, json } from './exchange.ts'
import { unknownProperty, wrongMethod } from './fault.ts'
import { parseOptions } from './query-options.ts'
import type { Store } from './store.ts'

// learn.microsoft.com/power-apps/developer/data-platform/webapi/query-metadata-web-api#querying-entitymetadata-attributes
// and .../webapi/reference/statusoptionmetadata

const GERMAN: Record<string, string> = {
  Active: 'Aktiv',
  Inactive: 'Inaktiv',
  Registered: 'Registriert',
  Waitlisted: 'Auf Warteliste',
  Canceled: 'Storniert',
  'Checked in': 'Eingecheckt',
  'On hold': 'Zurückgestellt',
}

/** The status reasons of a table, with labels in the base language of the organisation alone. */
export function answerStatusReasons(store: Store, request: ApiRequest, name: string): ApiResponse {
  const { statuscode } = store.schema.named(name).columns
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const { expand } = parseOptions(request.search, ['$select', '$expand'])
  for (const { name: property } of expand) {
    if (property !== 'OptionSet') throw unknownProperty(property, 'StatusAttributeMetadata')
  }
  const [organization] = store.entries('organization')
  const language = Number(organization?.values.languagecode)
  const { options = {}, states = {} } = statuscode?.type === 'choice' ? statuscode : {}
  const Options = Object.entries(options).map(([reason, english]) => {
    const renamed = store.labels.get(`${name} ${reason}`)
    const label = { Label: renamed ?? (language === 1031 ? GERMAN[english] : english), LanguageCode: language }
    return {
      '@odata.type': '#Microsoft.Dynamics.CRM.StatusOptionMetadata',
      ...{ Value: Number(reason), State: states[Number(reason)], TransitionData: null, InvariantName: null },
      Label: { LocalizedLabels: [label], UserLocalizedLabel: label },
    }
  })
  return json(200, {
    '@odata.context': `${request.base}$metadata#EntityDefinitions('${name}')/Attributes/Microsoft.Dynamics.CRM.StatusAttributeMetadata/$entity`,
    LogicalName: 'statuscode',
    ...(expand.length > 0 && { OptionSet: { OptionSetType: 'Status', Options } }),
  })
}
