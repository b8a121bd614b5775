import { badRequest, notFound, unknownProperty } from '../fault.ts'
import { type Filter, parseFilter } from '../filter-syntax.ts'
import type { Query } from '../query-options.ts'
import type { Json } from './state.ts'

/** A definition with the members that are selected; refuses one that no definition of this type has. */
export function selected(definition: Json, select: string[] | undefined, known: string[], type: string): Json {
  const unknown = select?.find((member) => !known.includes(member))
  if (unknown) throw unknownProperty(unknown, type)
  const shown = (name: string) => !select || select.includes(name) || name === 'MetadataId' || name === '@odata.type'
  return Object.fromEntries(Object.entries(definition).filter(([name]) => shown(name)))
}

/** Definitions that pass a filter; functions of text are refused, as by the metadata of Dataverse. */
export function filtered(definitions: Json[], query: Query): Json[] {
  if (query.filter === undefined) return definitions
  const filter = parseFilter(query.filter)
  return definitions.filter((definition) => passes(definition, filter))
}

function passes(definition: Json, filter: Filter): boolean {
  switch (filter.kind) {
    case 'and':
      return passes(definition, filter.left) && passes(definition, filter.right)
    case 'or':
      return passes(definition, filter.left) || passes(definition, filter.right)
    case 'not':
      return !passes(definition, filter.of)
    case 'text':
      throw badRequest(`The function '${filter.test}' is not supported for definitions.`, '0x80060888')
    case 'compare': {
      const { path, operator, literal } = filter
      const value = path.reduce<unknown>((found, step) => (found as Json | undefined)?.[step], definition)
      if (operator === 'eq') return value === literal.value
      if (operator === 'ne') return value !== literal.value
      throw badRequest(`The operator '${operator}' is not supported for definitions.`, '0x80060888')
    }
  }
}

/** The definition that a key names: `LogicalName='x'`, `SchemaName='x'`, `Name='x'` or an id. */
export function byKey(definitions: Json[], key: string): Json {
  const [, member, name] = /^(\w+)='([^']*)'$/.exec(key) ?? []
  const found = member
    ? definitions.find((definition) => definition[member] === name)
    : definitions.find(({ MetadataId }) => MetadataId === key.toLowerCase())
  if (!found) throw notFound(`Could not find an item with the key ${key}.`, '0x80060888')
  return found
}
