import { DEFINITION_SETS, DEFINITION_TYPES } from './csdl-definitions.ts'
import { PLATFORM_IMPORTS, PLATFORM_NAVIGATIONS, PLATFORM_TYPES } from './csdl-platform.ts'
import type { ApiRequest, ApiResponse } from './exchange.ts'
import { wrongMethod } from './fault.ts'
import { propertyOf } from './schema.ts'
import type { Store } from './store.ts'
import type { Column, Table } from './types.ts'

// docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part3-csdl.html; how Dataverse fills it in:
// learn.microsoft.com/power-apps/developer/data-platform/webapi/web-api-types-operations

const EDM: Record<Exclude<Column['type'], 'lookup'>, string> = {
  id: 'Edm.Guid',
  text: 'Edm.String',
  whole: 'Edm.Int32',
  decimal: 'Edm.Decimal',
  yesNo: 'Edm.Boolean',
  choice: 'Edm.Int32',
  moment: 'Edm.DateTimeOffset',
  date: 'Edm.Date',
}

/** Owners have one key and one set of names: `ownerid` leads to either. */
const PRINCIPALS = ['systemuser', 'team']

/** Answers `$metadata`: the document of all tables, actions and functions. */
export function answerMetadata(store: Store, request: ApiRequest): ApiResponse {
  if (request.method !== 'GET') throw wrongMethod(request.method)
  return { status: 200, headers: { 'content-type': 'application/xml' }, body: csdlOf(store.schema.tables()) }
}

/** The document of a service with these tables, and with the actions and functions that all have. */
export function csdlOf(tables: readonly Table[]): string {
  const sets = tables.map(({ name, set, columns }) => {
    const paths = navigations(columns).map(([path, target]) => {
      const to = tables.find((one) => one.name === target)?.set
      return to ? `<NavigationPropertyBinding Path="${path}" Target="${to}"/>` : ''
    })
    return `<EntitySet Name="${set}" EntityType="mscrm.${name}">${paths.join('')}</EntitySet>`
  })
  return `<?xml version="1.0" encoding="utf-8"?>
<edmx:Edmx Version="4.0" xmlns:edmx="http://docs.oasis-open.org/odata/ns/edmx"><edmx:DataServices>
<Schema Namespace="Microsoft.Dynamics.CRM" Alias="mscrm" xmlns="http://docs.oasis-open.org/odata/ns/edm">
${tables.map(entityType).join('\n')}
${DEFINITION_TYPES}
${PLATFORM_TYPES}
<EntityContainer Name="System">
${sets.join('\n')}
${DEFINITION_SETS}
${PLATFORM_IMPORTS}
</EntityContainer>
</Schema></edmx:DataServices></edmx:Edmx>
`
}

function entityType({ name, id, columns }: Table): string {
  const principal = PRINCIPALS.includes(name)
  const properties = Object.entries(columns).map(([column, definition]) => {
    const type = definition.type === 'lookup' ? 'Edm.Guid' : wide(definition) ? 'Edm.Int64' : EDM[definition.type]
    return `<Property Name="${propertyOf(column, definition)}" Type="${type}"${facetsOf(type, column === id && !principal)}/>`
  })
  const links = navigations(columns).map(
    ([link, target]) => `<NavigationProperty Name="${link}" Type="mscrm.${target}" Nullable="true"/>`,
  )
  const key = principal ? '' : `<Key><PropertyRef Name="${id}"/></Key>`
  const members = [key, ...properties, ...links, PLATFORM_NAVIGATIONS[name] ?? '']
  return `<EntityType Name="${name}" BaseType="mscrm.${principal ? 'principal' : 'crmbaseentity'}">${members.join('')}</EntityType>`
}

function facetsOf(type: string, isKey: boolean): string {
  return `${isKey ? ' Nullable="false"' : ''}${type === 'Edm.Decimal' ? ' Scale="variable"' : ''}`
}

/** Navigation properties by name, each with the type that it leads to. */
function navigations(columns: Table['columns']): [name: string, target: string][] {
  const all = Object.values(columns).flatMap((column) =>
    column.type === 'lookup'
      ? Object.entries(column.targets).map(([target, name]): [string, string] => [name, target])
      : [],
  )
  const names = [...new Set(all.map(([name]) => name))]
  return names.map((name) => {
    const targets = all.filter(([one]) => one === name).map(([, target]) => target)
    return [name, name === 'ownerid' ? 'principal' : (targets[0] ?? '')]
  })
}

function wide(column: Column): boolean {
  return column.type === 'whole' && column.max > 2_147_483_647
}
