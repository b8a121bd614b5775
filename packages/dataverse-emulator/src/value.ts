import { badPayload, badRequest } from './fault.ts'
import type { Column, Value } from './types.ts'

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?$/

/** True if text is an id as Dataverse writes it. */
export function isGuid(text: unknown): text is string {
  return typeof text === 'string' && GUID.test(text)
}

/** The value as it is stored; throws Dataverse's error for a wrong one. A lookup's row is not looked for. */
export function storable(table: string, name: string, column: Column, raw: unknown): Value {
  if (raw === null || raw === undefined) return null
  switch (column.type) {
    case 'id':
    case 'lookup':
      return isGuid(raw) ? raw.toLowerCase() : mistyped(name, raw, 'Edm.Guid')
    case 'text':
      return storableText(table, name, column.max, raw)
    case 'yesNo':
      return typeof raw === 'boolean' ? raw : mistyped(name, raw, 'Edm.Boolean')
    case 'moment':
      return storableMoment(name, column.wall, raw)
    case 'date':
      return typeof raw === 'string' && isDay(raw) ? raw : mistyped(name, raw, 'Edm.Date')
    case 'decimal':
      if (typeof raw !== 'number') return mistyped(name, raw, 'Edm.Decimal')
      if (raw < (column.min ?? raw) || raw > (column.max ?? raw)) throw outOfRange(table, name)
      return Number(raw.toFixed(column.places))
    case 'choice':
      return storableChoice(table, name, column.options, raw)
    case 'whole':
      if (typeof raw !== 'number' || !Number.isInteger(raw)) return mistyped(name, raw, 'Edm.Int32')
      if (raw >= column.min && raw <= column.max) return raw
      throw outOfRange(table, name)
  }
}

function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))
}

function outOfRange(table: string, name: string) {
  return badRequest(
    `A validation error occurred. The value of '${name}' on record of type '${table}' is outside the valid range.`,
    '0x80044330',
  )
}

function storableText(table: string, name: string, max: number, raw: unknown): Value {
  if (typeof raw !== 'string') return mistyped(name, raw, 'Edm.String')
  if (raw.length > max) {
    throw badRequest(
      `A validation error occurred. The length of the '${name}' attribute of the '${table}' entity exceeded the maximum allowed length of '${max}'.`,
      '0x80044331',
    )
  }
  // Dataverse stores empty text as null.
  return raw === '' ? null : raw
}

function storableChoice(table: string, name: string, options: Record<number, string>, raw: unknown): Value {
  if (typeof raw !== 'number' || !Number.isInteger(raw)) return mistyped(name, raw, 'Edm.Int32')
  if (raw in options) return raw
  throw badRequest(
    `A validation error occurred. The value ${raw} of '${name}' on record of type '${table}' is outside the valid range. Accepted Values: ${Object.keys(options)}`,
    '0x8004431a',
  )
}

function storableMoment(name: string, wall: boolean, raw: unknown): Value {
  const zone = typeof raw === 'string' ? MOMENT.exec(raw) : null
  if (!zone || Number.isNaN(Date.parse(zone[0]))) return mistyped(name, raw, 'Edm.DateTimeOffset')
  const offset = zone[3]
  // A wall clock with an offset and an instant without one are ambiguous, so they are refused.
  if (wall ? offset && offset !== 'Z' : !offset) return mistyped(name, raw, 'Edm.DateTimeOffset')
  const moment = wholeSecond(offset ? zone[0] : `${zone[0]}Z`)
  if (moment >= '1753') return moment
  throw badRequest('DateTime is less than minumum value supported by CrmDateTime.', '0x80040239')
}

/** A moment as the Web API shows it: in UTC, without fractions of a second. */
export function wholeSecond(moment: string | number): string {
  return `${new Date(moment).toISOString().slice(0, 19)}Z`
}

function mistyped(name: string, raw: unknown, expected: string): never {
  const shown = JSON.stringify(raw)
  throw badPayload(`Cannot convert the value ${shown} of '${name}' to the expected type '${expected}'.`)
}
