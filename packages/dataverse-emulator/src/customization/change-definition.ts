import type { ApiRequest } from '../exchange.ts'
import { badPayload, badRequest } from '../fault.ts'
import { isObject } from '../payload.ts'
import type { Store } from '../store.ts'
import type { Column, Table } from '../types.ts'
import { kindNamed, kindOf } from './column-types.ts'
import { labelsOf, mergedLabels, readLabels, shownLabel } from './label.ts'
import { definitionChanged } from './publish.ts'
import { columnDefinition, metadataId } from './show-column.ts'
import { tableDefinition } from './show-table.ts'
import { COMPONENT, joinSolution } from './solutions.ts'
import type { Json } from './state.ts'

const FIXED = [
  'LogicalName',
  'SchemaName',
  'EntitySetName',
  'OwnershipType',
  'IsActivity',
  'ObjectTypeCode',
  'PrimaryNameAttribute',
]
const FIXED_OF_COLUMN = ['LogicalName', 'SchemaName', 'AttributeType', 'IsPrimaryName']
const SIZES = { MaxLength: 'max', MinValue: 'min', MaxValue: 'max', Precision: 'places' }

/** Replaces the definition of a table. An incomplete one is refused, because its missing members would be lost. */
export function changeTable(store: Store, table: Table, request: ApiRequest, given: Json) {
  const before = tableDefinition(store, table)
  const lacking = Object.keys(before).find((member) => !(member in given))
  if (lacking) throw badPayload(`The definition of '${table.name}' lacks its ${lacking}.`)
  checkFixed(before, given, FIXED)
  for (const once of ['HasNotes', 'HasActivities']) {
    if (before[once] === true && given[once] !== true) throw badRequest(`${once} cannot be turned off.`, '0x80040203')
  }
  const labels = ['DisplayName', 'DisplayCollectionName', 'Description']
  store.metadata.tables.set(table.name, {
    ...store.metadata.tables.get(table.name),
    ...changedLabels(store, request, before, given, labels, false),
    ...{ HasNotes: given.HasNotes, HasActivities: given.HasActivities, IsAuditEnabled: given.IsAuditEnabled },
  })
  if (given.ChangeTrackingEnabled === true) store.tracked.add(table.name)
  else store.tracked.delete(table.name)
  definitionChanged(store, 'entity', table.name)
  joinSolution(store, request, COMPONENT.table, metadataId(store, 'table', table.name))
}

/** Replaces the definition of a column. Its options stay: they have actions of their own. */
export function changeColumn(
  store: Store,
  table: Table,
  name: string,
  column: Column,
  request: ApiRequest,
  given: Json,
) {
  const kind = kindOf(name, column)
  if (kindNamed(given['@odata.type']) !== kind) throw badPayload(`'${name}' is a column of the type ${kind}.`)
  const before = columnDefinition(store, table, name, column)
  const lacking = ['SchemaName', 'LogicalName', 'DisplayName', 'RequiredLevel'].find((member) => !(member in given))
  if (lacking) throw badPayload(`The definition of '${name}' lacks its ${lacking}.`)
  checkFixed(before, given, FIXED_OF_COLUMN)
  const behavior = (definition: Json) => (definition.DateTimeBehavior as Json | undefined)?.Value
  if (behavior(before) !== 'UserLocal' && behavior(before) !== behavior(given)) {
    throw badRequest(`The behavior of '${name}' cannot be changed any more.`, '0x80040203')
  }
  const strict = kind === 'DateTime' || kind === 'Memo'
  const own = ['RequiredLevel', 'IsAuditEnabled', 'FormatName', 'Format', 'DateTimeBehavior', ...Object.keys(SIZES)]
  store.metadata.columns.set(`${table.name}.${name}`, {
    ...store.metadata.columns.get(`${table.name}.${name}`),
    ...changedLabels(store, request, before, given, ['DisplayName', 'Description'], strict),
    ...Object.fromEntries(
      own.flatMap((member) => (member in before && member in given ? [[member, given[member]]] : [])),
    ),
  })
  const sizes = Object.entries(SIZES).flatMap(([member, size]) =>
    size in column && member in given ? [[size, given[member]]] : [],
  )
  store.define({
    ...table,
    columns: { ...table.columns, [name]: { ...column, ...Object.fromEntries(sizes) } as Column },
  })
  definitionChanged(store, 'entity', table.name)
  joinSolution(store, request, COMPONENT.column, String(before.MetadataId))
}

/** Labels after a change; with `MSCRM.MergeLabels` those of other languages stay. */
export function changedLabels(
  store: Store,
  request: ApiRequest,
  before: Json,
  given: Json,
  members: string[],
  strict: boolean,
): Json {
  const merge = request.headers.get('mscrm.mergelabels') === 'true'
  const changed = members.flatMap((member) => {
    if (!isObject(given[member])) return []
    const labels = mergedLabels(labelsOf(before[member]), readLabels(store, given[member], strict), merge)
    return [[member, shownLabel(store, labels)]]
  })
  return Object.fromEntries(changed)
}

function checkFixed(before: Json, given: Json, members: string[]) {
  const changed = members.find((member) => member in given && given[member] !== before[member])
  if (changed) throw badRequest(`${changed} of ${before.LogicalName} cannot be changed.`, '0x80040203')
}
