import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/**
 * Prose for people stands in lib/messages only, where it has a code and a German twin. What goes to the log alone is no
 * prose: the text of a plain `Error`, of a `Conflict` or an `Unfinished`, and the `message` of another error's detail.
 */

/** Errors are redacted for the log; a wrong setting is named before any language is known. */
const elsewhere = /^lib\/(messages\/|triggers\/redact-error\.ts|config\.ts)/
const files = globSync(['functions/**/*.ts', 'lib/**/*.ts']).filter((file) => !elsewhere.test(file))

test('there are texts to look at', () => {
  expect(files.length).toBeGreaterThan(80)
  expect(files.flatMap(textsOf).length).toBeGreaterThan(500)
})

test('a text that reads like a sentence stands in lib/messages', () => {
  const found = files.flatMap((file) =>
    textsOf(file)
      .filter(isSentence)
      .map((text) => `${file}: ${text}`),
  )
  expect(found).toEqual([])
})

test.each([
  ['The event has no name.', true],
  ['Registered at ON24', true],
  ['… refused it before.', true],
  ['statecode eq 0', false],
  ['GET event by id', false],
  ['status_ready', false],
] as const)('“%s” reads like a sentence: %s', (text, expected) => {
  expect(isSentence(text)).toBe(expected)
})

/** Every string of a file, without comments and without what is for the log. */
function textsOf(file: string): string[] {
  const code = readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/(^|\s)\/\/.*$/gm, '')
  const strings = /'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g
  return [...code.matchAll(strings)].flatMap(({ 1: plain, 2: template, index }) =>
    forLog.test(code.slice(0, index)) ? [] : [plain ?? template ?? ''],
  )
}

const forLog = /(new (Conflict|Unfinished)?Error\(|\bmessage[:=?]? ?=? ?|unread(able)?\([^()]*, |context\.\w+\()\s*$/

/** Three words in a row after a capital letter, or two before a full stop; neither a call nor a filter of a query. */
function isSentence(text: string) {
  const words = text.replace(/\$\{[^}]*\}/g, '…')
  if (/^(GET|POST|PUT|PATCH|DELETE) | (eq|ne|ge|le) /.test(words)) return false
  return /^[A-ZÄÖÜ]\S*( [\w…’'-]+,?){2,}/.test(words) || /\w \w+[.!?;]( |$)/.test(words)
}
