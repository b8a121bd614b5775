import { badRequest } from './fault.ts'

export type Expand = { name: string; select: string[] | undefined; expand: Expand[] }

export type Query = {
  select: string[] | undefined
  expand: Expand[]
  filter: string | undefined
  orderby: { property: string; descending: boolean }[]
  top: number | undefined
  count: boolean
  skiptoken: string | undefined
  deltatoken: string | undefined
}

export type OptionName =
  | '$select'
  | '$expand'
  | '$filter'
  | '$orderby'
  | '$top'
  | '$count'
  | '$skiptoken'
  | '$deltatoken'

/** Reads the query string; an option that is unknown, given twice or not allowed here is refused. */
export function parseOptions(search: string, allowed: OptionName[]): Query {
  const given = new Map<string, string>()
  for (const [name, value] of new URLSearchParams(search)) {
    // Free text that Dataverse passes on to plug-ins and webhooks.
    if (name === 'tag') continue
    if (name === '$skip') throw badRequest('Skip Clause is not supported in CRM')
    if (!allowed.some((option) => option === name) || given.has(name)) {
      throw badRequest(`The query parameter ${name} is not supported`)
    }
    if (!value.trim()) throw badRequest(`The value for the query option '${name}' is empty.`)
    given.set(name, value)
  }
  return {
    ...nested(given),
    filter: given.get('$filter'),
    orderby: listed(given.get('$orderby')).map(parseOrder),
    top: parseTop(given.get('$top')),
    count: parseCount(given.get('$count')),
    skiptoken: given.get('$skiptoken'),
    deltatoken: given.get('$deltatoken'),
  }
}

function nested(given: Map<string, string>): Pick<Query, 'select' | 'expand'> {
  const select = given.get('$select')
  return {
    select: select === undefined ? undefined : listed(select),
    expand: listed(given.get('$expand')).map(parseExpand),
  }
}

function parseExpand(source: string): Expand {
  const [, name, inner] = /^(\w+)(?:\((.*)\))?$/s.exec(source) ?? []
  if (!name) throw badRequest(`Syntax error in $expand at '${source}'.`)
  const given = new Map<string, string>()
  for (const option of split(inner ?? '', ';')) {
    const [key = '', value = ''] = option.split(/=(.*)/s)
    if ((key !== '$select' && key !== '$expand') || !value) {
      throw badRequest(`The query option '${key}' is not supported when expanding '${name}'.`)
    }
    given.set(key, value)
  }
  return { name, ...nested(given) }
}

function parseOrder(source: string): { property: string; descending: boolean } {
  const [, property, direction] = /^(\w+)(?:\s+(asc|desc))?$/.exec(source) ?? []
  if (!property) throw badRequest(`Syntax error in $orderby at '${source}'.`)
  return { property, descending: direction === 'desc' }
}

function parseTop(source: string | undefined): number | undefined {
  if (source === undefined) return
  if (/^\d+$/.test(source) && Number(source) > 0) return Number(source)
  throw badRequest(`Invalid value '${source}' for $top query option found.`)
}

function parseCount(source: string | undefined): boolean {
  if (source === undefined || source === 'true' || source === 'false') return source === 'true'
  throw badRequest(`Invalid value '${source}' for $count query option found.`)
}

function listed(source: string | undefined): string[] {
  return split(source ?? '', ',')
}

// Splits at separators outside parentheses.
function split(source: string, separator: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const [at, character] of [...source].entries()) {
    if (character === '(') depth++
    if (character === ')') depth--
    if (character !== separator || depth > 0) continue
    parts.push(source.slice(start, at))
    start = at + 1
  }
  parts.push(source.slice(start))
  return parts.map((part) => part.trim()).filter(Boolean)
}
