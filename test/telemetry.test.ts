import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/**
 * Nothing records outgoing calls: the address of one may hold an e-mail address (`PATCH registrant/{email}`). The Functions
 * host records no outgoing calls of Node (github.com/Azure/azure-functions-host/issues/1294,
 * github.com/Azure/azure-functions-nodejs-library/issues/217); this keeps it so.
 */

/** Packages that record calls, or that such packages are made of. */
const recorders = new RegExp(
  [
    ...['opentelemetry', 'applicationinsights', 'diagnostic-channel', 'import-in-the-middle', 'require-in-the-middle'],
    ...['dd-trace', 'newrelic', 'elastic-apm', '@sentry', 'dynatrace', 'instana', 'honeycomb', 'splunk', 'signalfx'],
    ...['appdynamics', 'lightstep', 'rollbar', 'bugsnag', 'raygun', 'stackify', 'skywalking', 'highlight-run'],
    ...['global-agent', 'axios-debug-log', 'http-debug', 'morgan'],
  ].join('|'),
)
/** Settings and options by which a recorder, or a library's own log of calls, is switched on. */
const switches = new RegExp(
  [
    ...['telemetryMode', 'NODE_OPTIONS', 'NODE_DEBUG', 'languageWorkers', 'AZURE_LOG_LEVEL', 'AZURE_HTTP_USER_AGENT'],
    ...['ApplicationInsightsAgent', 'InstrumentationEngine', 'XDT_Microsoft', 'APPINSIGHTS_', 'SnapshotDebugger'],
    ...['DiagnosticServices', 'AzureFunctionsJobHost', 'PYTHON_APPLICATIONINSIGHTS', 'JAVA_APPLICATIONINSIGHTS'],
    ...[
      'APPLICATIONINSIGHTS_(?!CONNECTION_STRING|AUTHENTICATION_STRING)\\w+',
      'OTEL_',
      '\\bDD_',
      'NEW_RELIC',
      'SENTRY_',
    ],
    ...['enableDependencyTracking', 'dependencyTracking', 'inspect', '--require', '--import'],
  ].join('|'),
  'i',
)

const read = (file: string) => readFileSync(file, 'utf8')
type Locked = {
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}
const locked: Record<string, Locked> = JSON.parse(read('package-lock.json')).packages

/** Paths in the lock file of all that the app depends on, directly or not. */
function deployed() {
  const found = new Set<string>()
  const add = (from: string, { dependencies, optionalDependencies, peerDependencies }: Locked) => {
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      const path = placeOf(name, from)
      if (path === undefined || found.has(path)) continue
      found.add(path)
      add(path, locked[path] ?? {})
    }
  }
  add('', { ...(locked['']?.dependencies && { dependencies: locked[''].dependencies }) })
  return [...found]
}

/** As Node looks for a package: beside the one that needs it, then further out. */
function placeOf(name: string, from: string): string | undefined {
  const path = `${from ? `${from}/` : ''}node_modules/${name}`
  if (locked[path]) return path
  return from ? placeOf(name, from.slice(0, Math.max(0, from.lastIndexOf('node_modules/') - 1))) : undefined
}

test('a recorder is known by its name, and so is a switch', () => {
  for (const name of [
    '@azure/monitor-opentelemetry',
    '@azure/functions-opentelemetry-instrumentation',
    'applicationinsights',
  ]) {
    expect(name).toMatch(recorders)
  }
  for (const name of [
    'APPLICATIONINSIGHTS_INSTRUMENTATION_LOGGINGLEVEL',
    'ApplicationInsightsAgent_EXTENSION_VERSION',
  ]) {
    expect(name).toMatch(switches)
  }
  expect('APPLICATIONINSIGHTS_CONNECTION_STRING').not.toMatch(switches)
})

test('the app depends on no package that records outgoing calls', () => {
  const all = deployed()
  expect(all.length).toBeGreaterThan(30)
  expect(all.filter((path) => recorders.test(path))).toEqual([])
  const { dependencies, devDependencies } = JSON.parse(read('package.json'))
  expect(Object.keys({ ...dependencies, ...devDependencies }).filter((name) => recorders.test(name))).toEqual([])
})

test('what is deployed was built from no such package, and nothing in it listens to calls', () => {
  const maps = globSync('dist/**/*.map').map((file) => JSON.parse(read(file)) as { sources: string[] })
  const sources = maps.flatMap((map) => map.sources)
  expect(sources.length).toBeGreaterThan(100)
  expect(sources.filter((source) => recorders.test(source))).toEqual([])
  // The Azure SDK asks an instrumenter, if it is given one, to record its calls (@azure/core-tracing). Nobody gives one.
  const built = globSync('dist/**/*.js').map(read).join('\n')
  expect(built.match(/\bcreateTracingClient\(/g)).not.toBeNull()
  expect(built.match(/\buseInstrumenter\b|["']undici:request|["']http\.client\.|node:inspector/g)).toBeNull()
})

test('the source imports nothing that records or listens to calls', () => {
  const files = globSync('{functions,lib}/**/*.ts').map((file) => [file, read(file)] as const)
  const listens = /from '[^']*(diagnostics_channel|inspector)'|\bsetLogLevel\b|@azure\/logger/
  expect(files.filter(([, text]) => listens.test(text)).map(([file]) => file)).toEqual([])
  const imports = files.flatMap(([, text]) =>
    [...text.matchAll(/(?:from|import\(?) ?'([^']+)'/g)].map(([, from = '']) => from),
  )
  expect(imports.length).toBeGreaterThan(100)
  expect(imports.filter((from) => recorders.test(from))).toEqual([])
})

test('no setting of host or deployment switches a recorder on', () => {
  const files = ['host.json', 'azure.yaml', 'local.settings.sample.json', ...globSync('infra/*.{bicep,json}')]
  const found = files.flatMap((file) =>
    read(file)
      .split('\n')
      .filter((line) => switches.test(line.replace(/\/\/.*$/, '')))
      .map((line) => `${file}: ${line.trim()}`),
  )
  expect(found).toEqual([])
})
