import type { ApiRequest } from '../exchange.ts'
import { badPayload, badRequest } from '../fault.ts'
import { isObject } from '../payload.ts'
import type { Store } from '../store.ts'
import type { Column, Values } from '../types.ts'
import { isGuid } from '../value.ts'
import { type Kind, kindNamed, membersOf } from './column-types.ts'
import { readLabels, shownLabel } from './label.ts'
import { labelsByValue, type OptionSet, readOptions, trueAndFalse } from './options.ts'
import { checkPrefix, solutionOf } from './solutions.ts'
import type { Json } from './state.ts'

// learn.microsoft.com/power-apps/developer/data-platform/entity-attribute-metadata

const BIND = 'GlobalOptionSet@odata.bind'
/** Kinds for which a language that is not provisioned is refused; for the others it is not, as far as is known. */
const STRICT: Kind[] = ['DateTime', 'Memo', 'Lookup']
const REQUIRED_LEVELS = ['None', 'Recommended', 'ApplicationRequired']
const TEXT_FORMATS = ['Text', 'TextArea', 'Email', 'Url', 'PhoneNumber', 'Phone', 'TickerSymbol', 'Json', 'RichText']

export type NewColumn = { name: string; column: Column; definition: Json }

/** Checks the definition of a new column as a client sends it; gives the column, and the definition with what was left out. */
export function readColumn(store: Store, request: ApiRequest, raw: unknown): NewColumn {
  if (!isObject(raw)) throw badPayload('A column is not a JSON object.')
  const kind = kindNamed(raw['@odata.type'])
  if (kind === 'Lookup') throw badRequest('A lookup column is made by its relationship.', '0x80040203')
  const read = kind && BY_KIND[kind]
  if (!read) throw badPayload(`A type named '${raw['@odata.type']}' could not be resolved to that of a column.`)
  checkMembers(raw, kind)
  const common = readCommon(store, request, raw, kind)
  const { column, own } = read(store, raw, store.get('publisher', String(solutionOf(store, request).publisherid)))
  return { name: String(common.LogicalName), column, definition: { ...common, ...own } }
}

/** The members that every column has, checked. */
export function readCommon(store: Store, request: ApiRequest, raw: Json, kind: Kind): Json {
  const { SchemaName } = raw
  if (typeof SchemaName !== 'string' || !/^[A-Za-z]\w*$/.test(SchemaName))
    throw badPayload('A column has no SchemaName.')
  checkPrefix(store, request, SchemaName)
  if (!raw.DisplayName) throw badRequest(`The column ${SchemaName} has no DisplayName.`, '0x80040203')
  const label = (given: unknown) => shownLabel(store, given ? readLabels(store, given, STRICT.includes(kind)) : [])
  return {
    SchemaName,
    LogicalName: SchemaName.toLowerCase(),
    DisplayName: label(raw.DisplayName),
    Description: label(raw.Description),
    RequiredLevel: requiredLevel(raw.RequiredLevel),
    IsPrimaryName: raw.IsPrimaryName === true,
    IsCustomAttribute: true,
    IsManaged: false,
    ...(isObject(raw.IsAuditEnabled) && { IsAuditEnabled: raw.IsAuditEnabled }),
  }
}

/** Refuses a member that no definition of this kind has. */
function checkMembers(raw: Json, kind: Kind) {
  const known = [...membersOf(kind), '@odata.type', BIND]
  const unknown = Object.keys(raw).find((member) => !known.includes(member))
  if (unknown) {
    throw badPayload(
      `The property '${unknown}' does not exist on type 'Microsoft.Dynamics.CRM.${kind}AttributeMetadata'.`,
    )
  }
}

function requiredLevel(raw: unknown): Json {
  const Value = isObject(raw) ? raw.Value : 'None'
  if (!REQUIRED_LEVELS.includes(String(Value)))
    throw badPayload(`A custom column cannot have the required level ${Value}.`)
  return { Value, CanBeChanged: true, ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings' }
}

type Reader = (store: Store, raw: Json, publisher: Values | undefined) => { column: Column; own: Json }

const BY_KIND: Partial<Record<Kind, Reader>> = {
  String(_, raw) {
    const max = within(raw, 'MaxLength', 1, 4000)
    const format = isObject(raw.FormatName) ? raw.FormatName.Value : 'Text'
    if (!TEXT_FORMATS.includes(String(format))) throw badPayload(`The format ${format} of text is not known.`)
    return { column: { type: 'text', max }, own: { MaxLength: max, FormatName: { Value: format } } }
  },
  Memo(_, raw) {
    const max = within(raw, 'MaxLength', 1, 1_048_576)
    return {
      column: { type: 'text', max, memo: true },
      own: { MaxLength: max, Format: raw.Format ?? 'TextArea', ImeMode: raw.ImeMode ?? 'Auto' },
    }
  },
  Integer(_, raw) {
    const min = within(raw, 'MinValue', -2_147_483_648, 2_147_483_647, -2_147_483_648)
    const max = within(raw, 'MaxValue', min, 2_147_483_647, 2_147_483_647)
    return { column: { type: 'whole', min, max }, own: { MinValue: min, MaxValue: max, Format: raw.Format ?? 'None' } }
  },
  Decimal(_, raw) {
    const places = within(raw, 'Precision', 0, 10, 2)
    const min = within(raw, 'MinValue', -100_000_000_000, 100_000_000_000, -100_000_000_000)
    const max = within(raw, 'MaxValue', min, 100_000_000_000, 100_000_000_000)
    return { column: { type: 'decimal', places, min, max }, own: { Precision: places, MinValue: min, MaxValue: max } }
  },
  Boolean(store, raw) {
    if (!raw.OptionSet) throw badRequest('A yes or no column has no OptionSet.', '0x80040203')
    const standard = raw.DefaultValue === true
    const OptionSet = trueAndFalse(store, raw.OptionSet)
    return { column: { type: 'yesNo', default: standard }, own: { DefaultValue: standard, OptionSet } }
  },
  DateTime(_, raw) {
    const behavior = isObject(raw.DateTimeBehavior) ? raw.DateTimeBehavior.Value : 'UserLocal'
    const format = raw.Format ?? 'DateAndTime'
    const fits = { UserLocal: true, TimeZoneIndependent: true, DateOnly: format === 'DateOnly' }[String(behavior)]
    if (!fits || !['DateAndTime', 'DateOnly'].includes(String(format))) {
      throw badRequest(`A date column cannot have the format ${format} with the behavior ${behavior}.`, '0x80040203')
    }
    const column: Column =
      behavior === 'DateOnly' ? { type: 'date' } : { type: 'moment', wall: behavior === 'TimeZoneIndependent' }
    return { column, own: { Format: format, DateTimeBehavior: { Value: behavior } } }
  },
  Picklist(store, raw, publisher) {
    const standard =
      typeof raw.DefaultFormValue === 'number' && raw.DefaultFormValue >= 0 ? raw.DefaultFormValue : undefined
    const set = raw[BIND] === undefined ? localChoice(store, raw.OptionSet, publisher) : globalChoice(store, raw[BIND])
    const options = labelsByValue(set.Options)
    if (standard !== undefined && !(standard in options)) throw badPayload(`There is no option ${standard}.`)
    return {
      column: { type: 'choice', options, ...(standard !== undefined && { default: standard }) },
      own: { DefaultFormValue: standard ?? -1, OptionSet: set },
    }
  },
}

function localChoice(store: Store, raw: unknown, publisher: Values | undefined): OptionSet {
  if (!isObject(raw)) throw badRequest('A choice column has neither an OptionSet nor a GlobalOptionSet.', '0x80040203')
  if (raw.IsGlobal === true) throw badPayload('A global choice is bound, not sent with a column.')
  return { IsGlobal: false, OptionSetType: 'Picklist', Options: readOptions(store, raw.Options, publisher) }
}

function globalChoice(store: Store, address: unknown): OptionSet {
  const [, id] = /GlobalOptionSetDefinitions\(([^)]*)\)$/.exec(String(address)) ?? []
  if (!isGuid(id))
    throw badPayload('Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx).')
  for (const choice of store.metadata.choices.values()) if (choice.MetadataId === id) return choice as OptionSet
  throw badRequest(`Could not find optionset with id ${id}.`, '0x80040217')
}

function within(raw: Json, member: string, min: number, max: number, standard?: number): number {
  const value = raw[member] ?? standard
  if (typeof value === 'number' && value >= min && value <= max) return value
  throw badRequest(`The value ${value} of ${member} is not between ${min} and ${max}.`, '0x80044330')
}
