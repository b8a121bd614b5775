// docs.oasis-open.org/odata/odata/v4.0/odata-v4.0-part3-csdl.html

/** Members of a type, each with its own type; `!` stands behind a type that is never null. */
export type Members = Record<string, string>

/** A type of definitions: the type that it is derived of, a name that is its key, properties, and what it contains. */
export type Definition = { base?: string; key?: string; members?: Members; links?: Members }

/** Members that are all of one type; their names have spaces between them. */
export function each(names: string, type: string): Members {
  return Object.fromEntries(names.split(' ').map((name) => [name, type]))
}

/** The element of a type of definitions. */
export function definitionType(name: string, definition: Definition): string {
  const { base = 'MetadataBase', key, members = {}, links = {} } = definition
  const navigations = Object.entries(links).map(
    ([link, type]) => `<NavigationProperty Name="${link}" Type="${type}" ContainsTarget="true"/>`,
  )
  const inside = [properties(members), ...navigations, key ? alternateKey(key) : '']
  return `<EntityType Name="${name}" BaseType="mscrm.${base}">${inside.join('')}</EntityType>`
}

/** The element of a type that has no key. */
export function complexType(name: string, members: Members): string {
  return `<ComplexType Name="${name}">${properties(members)}</ComplexType>`
}

/** The element of a type that is one of some words, which have spaces between them. */
export function enumType(name: string, words: string): string {
  return `<EnumType Name="${name}">${words
    .split(' ')
    .map((word) => `<Member Name="${word}"/>`)
    .join('')}</EnumType>`
}

/** The elements of properties. */
export function properties(members: Members): string {
  return Object.entries(members)
    .map(([name, type]) => {
      const facets = type.endsWith('!') ? ' Nullable="false"' : ''
      return `<Property Name="${name}" Type="${type.replace('!', '')}"${facets}/>`
    })
    .join('')
}

function alternateKey(name: string): string {
  return `<Annotation Term="Org.OData.Core.V1.AlternateKeys"><Collection><Record>
  <PropertyValue Property="Key"><Collection><Record><PropertyValue Property="Alias" String="${name}"/>
  <PropertyValue Property="Name" PropertyPath="${name}"/></Record></Collection></PropertyValue>
  </Record></Collection></Annotation>`
}
