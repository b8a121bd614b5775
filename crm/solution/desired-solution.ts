import { attendeeAction } from './action-table.ts'
import { app, peopleRoles } from './app.ts'
import { actionChart, attendeeForms, attendeeViews } from './attendee-screens.ts'
import { attendee } from './attendee-table.ts'
import { foundForm, foundViews } from './found-screens.ts'
import { foundWebinar } from './found-table.ts'
import { ledgerForms, ledgerViews } from './ledger-screens.ts'
import { dailyLedger, webinarLedger } from './ledger-tables.ts'
import { mappingForms, mappingViews } from './mapping-screens.ts'
import { fieldMapping } from './mapping-table.ts'
import { microsoftViews } from './microsoft-views.ts'
import { webResources } from './page.ts'
import { providerField } from './provider-field-table.ts'
import { registrationColumns } from './registration-columns.ts'
import { requestChart, requestForm, requestViews } from './request-screens.ts'
import { request, requestKind } from './request-table.ts'
import { settingsForm, settingsView } from './settings-screens.ts'
import { accountSettings } from './settings-table.ts'
import { unmatchedForm, unmatchedViews } from './unmatched-screens.ts'
import { unmatchedAttendee, unmatchedReason } from './unmatched-table.ts'

/** All that the connector adds to an environment, in the order in which it is made: a lookup needs its table. */
export const desired = {
  choices: [requestKind, unmatchedReason],
  tables: [
    foundWebinar,
    unmatchedAttendee,
    request,
    webinarLedger,
    dailyLedger,
    attendee,
    attendeeAction,
    accountSettings,
    fieldMapping,
    providerField,
  ],
  extensions: registrationColumns,
  views: [
    ...requestViews,
    ...ledgerViews,
    ...unmatchedViews,
    ...attendeeViews,
    ...foundViews,
    settingsView,
    ...mappingViews,
    ...microsoftViews,
  ],
  forms: [requestForm, ...ledgerForms, unmatchedForm, ...attendeeForms, foundForm, settingsForm, ...mappingForms],
  charts: [requestChart, actionChart],
  webResources,
  app,
  peopleRoles,
} as const

/** Logical names of the connector's own tables. An environment may lack them. */
export const ownTables: readonly string[] = desired.tables.map(({ schema }) => schema.toLowerCase())
