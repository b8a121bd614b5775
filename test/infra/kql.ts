/// <reference types="@kusto/language-service-next" />
// Each of the two scripts adds a global object; the second one needs the first.
import '@kusto/language-service-next/bridge.min.js'
import '@kusto/language-service-next/Kusto.Language.Bridge.min.js'
import { globSync, readFileSync } from 'node:fs'
import { insightsTables, workspaceTables } from './tables.ts'
import { template } from './template.ts'

const { GlobalState, KustoCode, Symbols, Syntax } = Kusto.Language

/** Text of each query, by its path in infra/. */
export const queries = new Map(
  globSync('infra/queries/**/*.kql').map((file) => [file.slice('infra/'.length), readFileSync(file, 'utf8')]),
)

/** The tables that a query sees: an alert's scope says whose; the workbook reads Application Insights. */
export function tablesOf(file: string): Record<string, string> {
  const scope = new RegExp(`'${file}'\\)\\n +scope: (\\w+)`).exec(template('alerts.bicep'))?.[1]
  return scope === 'workspaceId' ? workspaceTables : insightsTables
}

/**
 * Parses a query and binds its names to tables and columns.
 * @returns what is wrong, and the members that it reads of objects, such as `id` of `said.id`
 */
export function analyze(query: string, tables: Record<string, string>): { faults: string[]; members: string[] } {
  const symbols = Object.entries(tables).map(([name, schema]) => new Symbols.TableSymbol.$ctor7(name, schema, null))
  const globals = GlobalState.Default?.WithDatabase(new Symbols.DatabaseSymbol.ctor('database', symbols))
  const code = KustoCode.ParseAndAnalyze(query, globals)
  const faults = listed(code?.GetDiagnostics()).map(({ Severity, Message }) => `${Severity}: ${Message}`)
  const paths = listed(code?.Syntax?.GetDescendants(Syntax.PathExpression))
  return { faults, members: paths.map(({ Selector }) => Selector?.toString() ?? '') }
}

function listed<T>(items: System.Collections.Generic.IReadOnlyList$1<T> | null | undefined): T[] {
  if (!items) throw new Error('The query was not analysed.')
  return Array.from({ length: items.Count }, (_, at) => items.getItem(at))
}
