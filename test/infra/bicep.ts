import { globSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename } from 'node:path'
import { Language, type Node, Parser } from 'web-tree-sitter'

const require = createRequire(import.meta.url)
await Parser.init()
const parser = new Parser()
parser.setLanguage(await Language.load(require.resolve('tree-sitter-bicep/tree-sitter-bicep.wasm')))

export function parse(source: string): Node {
  const tree = parser.parse(source)
  if (!tree) throw new Error('The Bicep parser gave no tree.')
  return tree.rootNode
}

/** Every template, by file name. */
export const templates = new Map(
  globSync('infra/**/*.bicep').map((file) => [basename(file), parse(readFileSync(file, 'utf8'))]),
)

export function template(file: string): Node {
  const found = templates.get(file)
  if (!found) throw new Error(`There is no template ${file}.`)
  return found
}

export function every(root: Node, type: string): Node[] {
  return root.descendantsOfType(type).filter((node) => node !== null)
}

/** Names of what a template declares: its parameters, outputs. */
export function declared(root: Node, type: 'parameter_declaration' | 'output_declaration'): string[] {
  return every(root, type).map((node) => node.namedChild(0)?.text ?? '')
}

/** Parameters that have no default. */
export function demanded(root: Node): string[] {
  return every(root, 'parameter_declaration')
    .filter((node) => !node.text.includes('='))
    .map((node) => node.namedChild(0)?.text ?? '')
}

/** The values that a template gives to properties of a name, as written. */
export function values(root: Node, property: string): Node[] {
  return every(root, 'object_property')
    .filter((node) => node.namedChild(0)?.text === property)
    .flatMap((node) => node.namedChild(1) ?? [])
}

/** The names of the properties of an object, without those of objects inside it. */
export function keysOf(object: Node): string[] {
  return object.namedChildren.flatMap((node) =>
    node?.type === 'object_property' ? (node.namedChild(0)?.text ?? '') : [],
  )
}
