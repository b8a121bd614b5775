import { badRequest } from './fault.ts'

// Written by hand: @balena/odata-parser reads no bare ids and bare dates, which are the only ones that Dataverse accepts.

export type Literal = {
  type: 'null' | 'yesNo' | 'number' | 'text' | 'id' | 'moment'
  value: string | number | boolean | null
}
export type Comparison = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le'
type TextTest = 'contains' | 'startswith' | 'endswith'

export type Filter =
  | { kind: 'and' | 'or'; left: Filter; right: Filter }
  | { kind: 'not'; of: Filter }
  | { kind: 'compare'; path: string[]; operator: Comparison; literal: Literal }
  | { kind: 'text'; test: TextTest; path: string[]; literal: Literal }

type Token = { type: 'punctuation' | 'name' | Literal['type'] | 'end'; text: string }

const TOKEN =
  /\s*(?:(?<punctuation>[(),])|(?<text>'(?:[^']|'')*')|(?<id>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b)|(?<moment>\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)|(?<number>-?\d+(?:\.\d+)?)|(?<name>[a-z_][\w./]*))/iy

const COMPARISONS = new Set(['eq', 'ne', 'gt', 'ge', 'lt', 'le'])
const TEXT_TESTS = new Set(['contains', 'startswith', 'endswith'])

/** Reads a `$filter`. `or` binds weakest, then `and`, then `not`. */
export function parseFilter(source: string): Filter {
  const tokens = tokensOf(source)
  let position = 0

  const peek = (): Token => tokens[position] ?? { type: 'end', text: 'the end' }
  const next = (): Token => {
    const token = peek()
    position++
    return token
  }
  const refuse = (token: Token) => badRequest(`Syntax error at '${token.text}' in '${source}'.`)
  const expect = (text: string) => {
    const token = next()
    if (token.text !== text) throw refuse(token)
  }

  const chain = (word: 'and' | 'or', operand: () => Filter): Filter => {
    let left = operand()
    while (peek().text === word) {
      next()
      left = { kind: word, left, right: operand() }
    }
    return left
  }
  const either = (): Filter => chain('or', both)
  const both = (): Filter => chain('and', single)
  const single = (): Filter => {
    const token = next()
    if (token.text === '(') {
      const inner = either()
      expect(')')
      return inner
    }
    if (token.type !== 'name') throw refuse(token)
    if (token.text === 'not') return { kind: 'not', of: single() }
    return TEXT_TESTS.has(token.text) && peek().text === '(' ? textTest(token.text as TextTest) : comparison(token)
  }
  const textTest = (test: TextTest): Filter => {
    expect('(')
    const path = next()
    if (path.type !== 'name') throw refuse(path)
    expect(',')
    const value = literal()
    expect(')')
    return { kind: 'text', test, path: path.text.split('/'), literal: value }
  }
  const comparison = (path: Token): Filter => {
    const operator = next()
    if (!COMPARISONS.has(operator.text)) throw refuse(operator)
    return { kind: 'compare', path: path.text.split('/'), operator: operator.text as Comparison, literal: literal() }
  }
  const literal = (): Literal => {
    const token = next()
    const read = literalOf(token)
    if (!read) throw refuse(token)
    return read
  }

  const filter = either()
  if (peek().type !== 'end') throw refuse(peek())
  return filter
}

function literalOf({ type, text }: Token): Literal | undefined {
  if (text === 'null') return { type: 'null', value: null }
  if (text === 'true' || text === 'false') return { type: 'yesNo', value: text === 'true' }
  if (type === 'number') return { type, value: Number(text) }
  if (type === 'text') return { type, value: text.slice(1, -1).replaceAll("''", "'") }
  if (type === 'id') return { type, value: text.toLowerCase() }
  const moment = type === 'moment' ? Date.parse(text) : Number.NaN
  return Number.isNaN(moment) ? undefined : { type: 'moment', value: moment }
}

function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  const rule = new RegExp(TOKEN)
  const end = source.trimEnd().length
  while (rule.lastIndex < end) {
    const at = rule.lastIndex
    const [type, text] = Object.entries(rule.exec(source)?.groups ?? {}).find(([, found]) => found !== undefined) ?? []
    if (!type || !text)
      throw badRequest(`Syntax error: character '${source[at]}' is not valid at position ${at} in '${source}'.`)
    tokens.push({ type: type as Token['type'], text })
  }
  return tokens
}
