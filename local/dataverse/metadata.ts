import type { ApiRequest, ApiResponse } from './exchange.ts'
import { json } from './exchange.ts'
import { unknownProperty, wrongMethod } from './fault.ts'
import { parseOptions } from './query-options.ts'
import { tableNamed } from './schema.ts'
import { WRITERS } from './write.ts'

/** The one organisation of this stand-in. */
export const ORGANIZATION = {
  id: '7d1f2c5a-0b66-4c7e-8a53-3c9f5b8e0001',
  name: 'unq7d1f2c5a0b664c7e8a533c9f5b8e0',
  businessUnit: '7d1f2c5a-0b66-4c7e-8a53-3c9f5b8e0002',
}

/** Who the caller is; clients read the advised parallelism off this answer. */
export function answerWhoAmI(request: ApiRequest): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  return json(200, {
    '@odata.context': `${request.base}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse`,
    BusinessUnitId: ORGANIZATION.businessUnit,
    UserId: WRITERS.api,
    OrganizationId: ORGANIZATION.id,
  })
}

/** What is known about a table; its keys are an empty list, for no alternate key is defined. */
export function answerDefinition(request: ApiRequest, name: string, keys: boolean): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  const { select } = parseOptions(request.search, ['$select'])
  const table = tableNamed(name)
  const context = `${request.base}$metadata#EntityDefinitions`
  if (keys) return json(200, { '@odata.context': `${context}('${name}')/Keys`, value: [] })
  const definition: Record<string, unknown> = {
    LogicalName: table.name,
    EntitySetName: table.set,
    PrimaryIdAttribute: table.id,
    PrimaryNameAttribute: table.title,
    ChangeTrackingEnabled: table.changeTracking,
  }
  const shown = Object.entries(definition).filter(([property]) => !select || select.includes(property))
  const stranger = select?.find((property) => !(property in definition))
  if (stranger) throw unknownProperty(stranger, 'EntityMetadata')
  return json(200, { '@odata.context': `${context}/$entity`, ...Object.fromEntries(shown) })
}
