import { app, peopleRoles } from './app.ts'
import { ledgerForms, ledgerViews } from './ledger-screens.ts'
import { dailyLedger, webinarLedger } from './ledger-tables.ts'
import { microsoftViews } from './microsoft-views.ts'
import { requestChart, requestForm, requestViews } from './request-screens.ts'
import { request, requestKind } from './request-table.ts'

/** All that the connector adds to an environment, in the order in which it is made. */
export const desired = {
  choices: [requestKind],
  tables: [request, webinarLedger, dailyLedger],
  views: [...requestViews, ...ledgerViews, ...microsoftViews],
  forms: [requestForm, ...ledgerForms],
  charts: [requestChart],
  app,
  peopleRoles,
} as const

/** Logical names of the connector's own tables. An environment may lack them. */
export const ownTables: readonly string[] = desired.tables.map(({ schema }) => schema.toLowerCase())
