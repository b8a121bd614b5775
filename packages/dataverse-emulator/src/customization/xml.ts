import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { badRequest } from '../fault.ts'

/** An element of an XML document. */
export type Element = { name: string; attributes: Record<string, string>; children: Element[]; text: string }

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
})

/** Reads XML with the root element of that name; anything else is refused as Dataverse refuses what its schema forbids. */
export function readXml(xml: unknown, root: string): Element {
  if (typeof xml === 'string' && XMLValidator.validate(xml) === true) {
    const found = elementsOf(parser.parse(xml)).find(({ name }) => name === root)
    if (found) return found
  }
  throw invalidXml(`it is no XML with the root element '${root}'`)
}

/** The refusal of XML that has the wrong content. */
export function invalidXml(reason: string) {
  return badRequest(`The XML is not valid: ${reason}.`, '0x80040203')
}

/** An attribute that an element must have. */
export function attribute(element: Element, name: string): string {
  const value = element.attributes[name]
  if (value === undefined)
    throw invalidXml(`The required attribute '${name}' is missing in the element '${element.name}'`)
  return value
}

/** Elements of that name at any depth. */
export function within(element: Element, name: string): Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...within(child, name)])
}

function elementsOf(nodes: unknown): Element[] {
  if (!Array.isArray(nodes)) return []
  return nodes.flatMap((node: Record<string, unknown>) => {
    const name = Object.keys(node).find((key) => key !== ':@' && !key.startsWith('?') && key !== '#text')
    if (!name) return []
    const content = Array.isArray(node[name]) ? node[name] : []
    const text = content.map((part) => part['#text'] ?? '').join('')
    return [{ name, attributes: (node[':@'] ?? {}) as Record<string, string>, children: elementsOf(content), text }]
  })
}
