import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Words that CONTRIBUTING replaced by the field's own. Each pattern is tried on whole words, and in camel case. */
const oldWords = [
  ...[
    'seat',
    'neighbour',
    'switchboard',
    'furniture',
    'overtake',
    'leaver',
    'heir',
    'courier',
    'dice',
    'spell',
    'fleet',
  ],
  ...['rig', 'desk', 'small world', 'stand-in', 'standIn', 'interfere', 'eager', 'comeBack', 'come-back'],
  ...['samePerson', 'takeSeat', 'asksForNothing', 'knownOf', 'queueHints', 'setAside', 'letGo', 'dropAccount'],
]
const pattern = new RegExp(`\\b(?:${oldWords.join('|')})s?\\b`, 'i')
/** Storage keeps the columns of the first release, and this file the words themselves. */
const exempt = new Set(['test/words.test.ts'])

const files = globSync('{functions,lib,crm,packages,page,tools,test}/**/*.{ts,tsx}', {
  exclude: (path) => path.includes('node_modules'),
}).map((file) => file.replaceAll('\\', '/'))

test('there is something to read', () => {
  expect(files.length).toBeGreaterThan(300)
})

test('no old word stands in code, comments or tests', () => {
  const found = files
    .filter((file) => !exempt.has(file))
    .flatMap((file) =>
      readFileSync(file, 'utf8')
        .split('\n')
        .flatMap((line, at) => (pattern.test(line) ? [`${file}:${at + 1} ${line.trim()}`] : [])),
    )
  expect(found).toEqual([])
})

test('comments begin with their subject, not with who, what or whose', () => {
  const opening = /^\s*(?:\/\/|\/\*\*|\*) +(?:What|Who|Whom|Whoever|Whose|Whatever|Those|That)\b/
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, at, lines) => {
        const continues = /^\s*(?:\/\/|\*) /.test(line) && /^\s*(?:\/\/|\/?\*\*?) .*[^.:]$/.test(lines[at - 1] ?? '')
        return opening.test(line) && !continues ? [`${file}:${at + 1} ${line.trim()}`] : []
      }),
  )
  expect(found).toEqual([])
})
