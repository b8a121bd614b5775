import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { Settings } from '../lib/config.ts'
import { sentence } from '../lib/messages/sentence.ts'
import { createOn24 } from '../lib/on24/provider.ts'
import { webinarStatuses } from '../lib/rules/webinars/webinar-status.ts'
import { failureKinds } from '../lib/stores/failures.ts'
import { providerBody } from '../lib/triggers/configuration-body.ts'
import { noLimits } from './harness/no-limits.ts'

/** The documents say what is there, and all that is there for people to use is in the documents. */

const read = (file: string) => readFileSync(file, 'utf8')
const documents = new Map(globSync(['*.md', 'docs/*.md']).map((file) => [file, read(file)]))
const text = [...documents.values()].join('\n')
const operate = documents.get('docs/operate.md') ?? ''
const files = globSync(['{functions,lib,crm,infra,packages,tools,test,docs}/**/*.*', '.github/**/*.yml', '*.*'])
const sources = files.filter((file) => /^(functions|lib|crm|infra|\.github)\//.test(file)).map(read)

const found = (where: string, pattern: RegExp) => [
  ...new Set([...where.matchAll(pattern)].map((match) => match.slice(1).join(' '))),
]
/** A route with its parameters left open, however they are written. */
const open = (route: string) =>
  route
    .replace(/\{[^}]*\}|<[^>]*>|msevtmgt_\w+/g, '{}')
    .replace(/^\/?(api\/)?(v1\/)?/, '')
    .replace(/\?.*$/, '')

const routes = globSync('functions/*.ts').flatMap((file) => {
  const [, method, route] = /methods: \['(\w+)'.*?route: '([^']+)'/s.exec(read(file)) ?? []
  return method && route ? [`${method} ${open(route)}`] : []
})
const commands = found(text.replaceAll('\\\n', ' '), /^\s*(?:\|.*`)?(curl .*)$/gm)
const namedRoutes = [
  ...found(text, /\b(GET|POST|PUT|DELETE) (\/[\w/{}-]+)/g),
  ...commands.map((command) => {
    const [, path = ''] = /\/api\/((?:<[^>]*>|[^"\s])*)/.exec(command) ?? []
    return `${/-X (\w+)/.exec(command)?.[1] ?? 'GET'} ${path}`
  }),
].map((route) => route.replace(/^(\w+) (.*)$/, (_, method, path) => `${method} ${open(path)}`))

test('there are documents to look at', () => {
  expect([...documents.keys()]).toEqual(expect.arrayContaining(['README.md', 'docs/deploy.md', 'docs/operate.md']))
  expect(commands.length).toBeGreaterThan(5)
})

test('links within the repository lead somewhere', () => {
  const broken = [...documents].flatMap(([file, content]) =>
    found(content, /\]\((?!https?:)([^)]+)\)/g).filter((link) => {
      const [path = '', anchor] = link.split('#')
      const target = path ? join(dirname(file), path) : file
      return !existsSync(target) || (anchor !== undefined && !anchorsOf(read(target)).includes(anchor))
    }),
  )
  expect(broken).toEqual([])
})

test('every route is in the documents, and every documented route is there', () => {
  expect(new Set(namedRoutes)).toEqual(new Set(routes))
})

test('the list of routes has the role of each', () => {
  const declared = globSync('functions/*.ts').flatMap((file) => {
    const [, method, route, role] = /methods: \['(\w+)'.*?route: '([^']+)',\s+role: '(\w+)'/s.exec(read(file)) ?? []
    return role ? [`${method} /${route} ${role}`] : []
  })
  const listed = found(read('README.md'), /^\| (`(?:GET|POST|PUT|DELETE) .*) \|$/gm).flatMap((row) => {
    const [called = '', , role] = row.split(' | ')
    return found(called, /`(\w+ \/[^`]+)`/g).map((route) => `${route} ${role}`)
  })
  expect(declared.length).toBeGreaterThan(10)
  expect(listed.filter((row) => !row.endsWith(' -')).toSorted()).toEqual(declared.toSorted())
})

test('every setting is documented, and every documented variable is known to the code', () => {
  expect(Object.keys(Settings.entries).filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  const variables = found(text, /(?<![\w-])([A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+|AzureWebJobs\w+)/g)
  expect(variables.length).toBeGreaterThan(10)
  expect(variables.filter((name) => !sources.some((source) => source.includes(name)))).toEqual([])
})

test('every npm script that is mentioned is there, and the other way round', () => {
  const { scripts } = JSON.parse(read('package.json'))
  const named = [...found(text, /npm run ([a-z]+)/g), ...found(text, /npm (start|test)\b/g)]
  const written = Object.keys(scripts).filter((name) => !name.startsWith('pre'))
  expect(new Set(named)).toEqual(new Set(written))
})

test('every alert has a chapter that says what to do, and no other has', () => {
  const alerts = found(read('infra/alerts.bicep'), /name: '(connector-[\w-]+)'/g)
  expect(alerts.length).toBeGreaterThan(3)
  expect(found(operate, /^### (connector-[\w-]+)$/gm).toSorted()).toEqual(alerts.toSorted())
})

test('every file and folder that is mentioned is there', () => {
  const paths = found(
    text,
    /(?<![\w/.-])((?:functions|lib|packages|tools|crm|infra|test|docs|\.github|\.ci)\/[\w./-]*)/g,
  )
  expect(paths.length).toBeGreaterThan(15)
  expect(paths.filter((path) => !existsSync(path.replace(/\.$/, '')))).toEqual([])

  const madeByTheReader = ['local.settings.json', 'token.json']
  const names = new Set([...files.map((file) => basename(file)), ...madeByTheReader])
  expect(found(text, /`([\w.-]+\.(?:json|ya?ml|ts|md))`/g).filter((name) => !names.has(name))).toEqual([])
})

test('every quoted sentence of the connector stands in its code', () => {
  const quotes = found(text, /“([^”]+)”/g)
  expect(quotes.length).toBeGreaterThan(10)
  const parts = quotes.flatMap((quote) => quote.split(/…|ON24/).map((part) => part.trim()))
  expect(parts.filter((part) => !sources.some((source) => source.includes(part)))).toEqual([])
})

test('every table of the app, and every kind of failure, is explained', () => {
  const tables = found(read('lib/app.ts') + read('lib/open-dataverse.ts'), /\btable\('(\w+)'\)/g)
  expect(tables.length).toBeGreaterThan(5)
  const inSecurity = documents.get('docs/security.md') ?? ''
  expect(tables.filter((table) => !inSecurity.includes(`\`${table}\``))).toEqual([])
  expect(found(operate, /^\| `(\w+)` \|/gm)).toEqual(expect.arrayContaining([...failureKinds]))
})

test('every status of a webinar, and every finding of a check, is explained', () => {
  const statuses = found(operate, /^\| (\w[\w ]*) \| .*\|$/gm)
  expect(statuses).toEqual(expect.arrayContaining(webinarStatuses.map((code) => sentence({ code }, 'en'))))
  const [, codes = ''] = /code:\n((?: +\| '[^']+'\n)+)/.exec(read('lib/rules/webinars/preflight-findings.ts')) ?? []
  const rows = found(operate, /^\| (`[^|]+) \| (?:error|warning) \|/gm).join()
  expect(found(rows, /`([^`]+)`/g).toSorted()).toEqual(found(codes, /'([^']+)'/g).toSorted())
})

test('the body that gives a token is shown whole', () => {
  const [, body = '{}'] = /```json\n(.*?)```/s.exec(documents.get('docs/connect-dynamics.md') ?? '') ?? []
  const { entries } = providerBody(createOn24({ na: '', eu: '' }, noLimits), ['on24'])
  expect(Object.keys(JSON.parse(body)).toSorted()).toEqual(Object.keys(entries).toSorted())
})

/** As GitHub makes anchors of headings. */
function anchorsOf(content: string) {
  return found(content, /^#+ (.+)$/gm).map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  )
}
