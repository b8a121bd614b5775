import type { ApiRequest } from '../exchange.ts'
import { badRequest } from '../fault.ts'
import { removeRow } from '../remove.ts'
import { checkAccess, checkLookups, checkPrivilege } from '../session/access.ts'
import type { Store } from '../store.ts'
import type { Table, Values } from '../types.ts'
import { createRow, updateRow } from '../write.ts'
import { checkApp, checkSiteMap, nameApp } from './apps.ts'
import { checkUnused, dependentsOfRow } from './dependencies.ts'
import { checkForm } from './forms.ts'
import { enterCustomization } from './gate.ts'
import { keepPublished } from './publish.ts'
import { COMPONENT, checkPublisher, checkSolution, joinSolution, leaveSolutions } from './solutions.ts'
import { checkChart, checkView } from './views.ts'
import { checkWebResource } from './web-resources.ts'

/** Rules for the rows of a table that holds customizations. */
type Rule = {
  /** Number of the component's type, of a row that joins the request's solution. */
  type?: number
  /** True for a row that no client writes. */
  readOnly?: boolean
  /** Whether a change, or even a new row, is only shown once it is published. */
  published?: 'changes' | 'all'
  /** Refuses values that are not to be written. */
  check?(store: Store, given: Values, before: Values | undefined): void
  /** Gives the values of a new row that are written in place of those that were given. */
  complete?(store: Store, given: Values, request: ApiRequest): Values
}

const RULES: Record<string, Rule> = {
  publisher: { check: checkPublisher },
  solution: { check: checkSolution },
  solutioncomponent: { readOnly: true },
  savedquery: { type: COMPONENT.savedquery, published: 'changes', check: checkView },
  systemform: { type: COMPONENT.systemform, published: 'changes', check: checkForm },
  savedqueryvisualization: { type: COMPONENT.savedqueryvisualization, check: checkChart },
  webresource: { type: COMPONENT.webresource, published: 'changes', check: checkWebResource },
  sitemap: { type: COMPONENT.sitemap, published: 'changes', check: checkSiteMap },
  appmodule: { type: COMPONENT.appmodule, published: 'all', check: checkApp, complete: nameApp },
}

/** Creates a row for a client, under the rules of its table; returns its id. */
export function createForClient(store: Store, table: Table, given: Values, request: ApiRequest): string {
  const rule = enter(store, table)
  checkPrivilege(store, 'Create', table)
  checkLookups(store, table, given)
  rule?.check?.(store, given, undefined)
  const id = createRow(store, table, rule?.complete?.(store, given, request) ?? given, 'api')
  if (rule?.published === 'all') keepPublished(store, table.name, id, undefined)
  if (rule?.type) joinSolution(store, request, rule.type, id)
  return id
}

/** Changes a row for a client, under the rules of its table. */
export function updateForClient(store: Store, table: Table, id: string, given: Values, request: ApiRequest) {
  const rule = enter(store, table)
  const before = store.get(table.name, id)
  if (before) checkAccess(store, 'Write', table, before)
  checkLookups(store, table, given)
  rule?.check?.(store, given, before)
  if (rule?.published) keepPublished(store, table.name, id, before)
  updateRow(store, table, id, given, 'api')
  if (rule?.type) joinSolution(store, request, rule.type, id)
}

/** Deletes a row for a client, under the rules of its table. */
export function removeForClient(store: Store, table: Table, id: string) {
  const rule = enter(store, table)
  const row = store.get(table.name, id)
  if (row) checkAccess(store, 'Delete', table, row)
  if (rule?.type) checkUnused(table.name, id, dependentsOfRow(store, table.name, id))
  removeRow(store, table, id, 'api')
  if (!rule?.type) return
  leaveSolutions(store, id)
  store.metadata.pending.delete(`${table.name} ${id}`)
}

function enter(store: Store, table: Table): Rule | undefined {
  const rule = RULES[table.name]
  if (rule?.readOnly) throw badRequest(`Rows of ${table.set} are not written by clients.`, '0x80040800')
  if (rule?.type) enterCustomization(store)
  return rule
}
