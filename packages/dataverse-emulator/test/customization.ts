import { onTestFinished } from 'vitest'
import { startDataverse } from '../src/dataverse.ts'
import { call, type Reply } from './fixtures.ts'

/** An environment with a publisher and its solution, and calls that make components in it. */
export async function startWithSolution() {
  const dataverse = await startDataverse()
  onTestFinished(() => dataverse.stop())
  const publisherid = dataverse.insert('publisher', {
    uniquename: 'contoso',
    friendlyname: 'Contoso',
    customizationprefix: 'cts',
    customizationoptionvalueprefix: 72_700,
  })
  const solutionid = dataverse.insert('solution', { uniquename: 'Webinars', version: '1.0.0.0', publisherid })
  const inSolution = { 'mscrm.solutionuniquename': 'Webinars' }
  const post = (path: string, body: unknown, headers = {}) =>
    call(dataverse, 'POST', path, body, { ...inSolution, ...headers })
  return {
    dataverse,
    solutionid,
    inSolution,
    post,
    get: (path: string, headers = {}) => call(dataverse, 'GET', path, undefined, headers),
    /** Makes the table cts_order with the columns given beyond its primary one. */
    makeTable: (columns: unknown[] = [], members = {}) => post('EntityDefinitions', { ...orders(columns), ...members }),
    components: () => dataverse.rows('solutioncomponent').filter((row) => row.solutionid === solutionid),
  }
}

export type World = Awaited<ReturnType<typeof startWithSolution>>

/** A label in English, and in German where it is given. */
export function label(english: string, german?: string) {
  const one = (Label: string, LanguageCode: number) => ({
    '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel',
    Label,
    LanguageCode,
  })
  const labels = german ? [one(english, 1033), one(german, 1031)] : [one(english, 1033)]
  return { '@odata.type': 'Microsoft.Dynamics.CRM.Label', LocalizedLabels: labels }
}

/** A column as a client sends it. */
export function column(type: string, SchemaName: string, members = {}) {
  return {
    '@odata.type': `Microsoft.Dynamics.CRM.${type}AttributeMetadata`,
    SchemaName,
    DisplayName: label(SchemaName),
    RequiredLevel: { Value: 'None', CanBeChanged: true },
    ...members,
  }
}

/** The definition of the table cts_order. */
export function orders(columns: unknown[] = []) {
  const primary = column('String', 'cts_Name', { IsPrimaryName: true, MaxLength: 200, FormatName: { Value: 'Text' } })
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.EntityMetadata',
    SchemaName: 'cts_Order',
    DisplayName: label('Order', 'Auftrag'),
    DisplayCollectionName: label('Orders', 'Aufträge'),
    OwnershipType: 'UserOwned',
    IsActivity: false,
    HasActivities: false,
    HasNotes: false,
    ChangeTrackingEnabled: true,
    Attributes: [primary, ...columns],
  }
}

/** A lookup from cts_order to a table. */
export function lookup(SchemaName: string, ReferencedEntity: string, name: string, members = {}) {
  return {
    '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
    SchemaName,
    ReferencedEntity,
    ReferencingEntity: 'cts_order',
    CascadeConfiguration: { Assign: 'NoCascade', Delete: 'RemoveLink' },
    Lookup: {
      '@odata.type': 'Microsoft.Dynamics.CRM.LookupAttributeMetadata',
      SchemaName: name,
      DisplayName: label(name),
    },
    ...members,
  }
}

/** The id in the address of what a call has made. */
export function idOf(reply: Reply): string {
  const [, id = ''] = /\(([0-9a-f-]{36})\)$/.exec(String(reply.headers.get('odata-entityid'))) ?? []
  return id
}
