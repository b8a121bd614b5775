import { Choice, Count, ExactText, Id, Lookup, OptionalTime, State, Text, Time, YesNo } from './column-types.ts'
import { columnsOf, metricColumns } from './field-columns.ts'
import { ownTables } from './own-tables.ts'
import { peopleTables } from './people-tables.ts'
import {
  joinLink,
  newEvent,
  newRegistration,
  owner,
  registrationStatus,
  webinar,
  webinarStatus,
} from './shared-columns.ts'
import { surroundings } from './surrounding-tables.ts'
import { keysOf, logicalName, type Subject, type Table, table } from './table-definition.ts'

/** A table whose every change may mean work, and on whose rows the connector writes what came of it. */
const followed = {
  messages: ['Create', 'Update', 'Delete'],
  tracked: true,
  privileges: ['Read', 'Write', 'AppendTo'],
} as const

/** The same, where the connector also makes rows and gives them to an owner. */
const made = [...followed.privileges, 'Create', 'Append', 'Assign'] as const

/**
 * Every table that the connector reads or writes, and how (learn.microsoft.com/dynamics365/developer/reference/entities).
 * Queries, webhook steps, change tracking, the sweep and the connector's role follow from this list.
 */
export const tables = {
  configuration: table('msevtmgt_webinarconfiguration', {
    ...followed,
    subject: 'configurations',
    watched: {
      msevtmgt_clientid: Text,
      msevtmgt_accesstokenkey: Text,
      msevtmgt_accesstokensecret: Text,
      _msevtmgt_webinarproviderid_value: Lookup,
      statecode: State,
    },
    // Microsoft's own integration kept a token of a session there, and nothing reads it any more.
    read: { msevtmgt_accesstoken: Text, _modifiedby_value: Lookup },
    written: [
      'msevtmgt_accesstoken',
      'msevtmgt_authorized',
      'msevtmgt_providerservicestatus',
      'msevtmgt_message',
      'msevtmgt_lastupdatedatetime',
      'msevtmgt_clientid',
      'msevtmgt_accesstokenkey',
      'msevtmgt_accesstokensecret',
    ],
  }),
  eventRegistration: table('msevtmgt_eventregistration', {
    ...followed,
    privileges: made,
    subject: 'registrations',
    kind: 'event',
    watched: {
      _msevtmgt_contactid_value: Lookup,
      _msevtmgt_eventid_value: Lookup,
      msevtmgt_iscanceled: YesNo,
      statecode: State,
      statuscode: State,
    },
    read: { createdon: Time, ...registrationStatus, ...owner },
    ...{ written: [...keysOf(registrationStatus), ...newRegistration.event], brought: joinLink },
  }),
  sessionRegistration: table('msevtmgt_sessionregistration', {
    ...followed,
    privileges: made,
    subject: 'registrations',
    kind: 'session',
    watched: {
      _msevtmgt_contactid_value: Lookup,
      _msevtmgt_sessionid_value: Lookup,
      msevtmgt_iscanceled: YesNo,
      statecode: State,
      statuscode: State,
    },
    read: { createdon: Time, _msevtmgt_registrationid_value: Lookup, ...registrationStatus, ...owner },
    ...{ written: [...keysOf(registrationStatus), ...newRegistration.session], brought: joinLink },
  }),
  event: table('msevtmgt_event', {
    ...followed,
    privileges: made,
    subject: 'webinars',
    kind: 'event',
    watched: {
      ...webinar,
      msevtmgt_eventformat: Choice,
      msevtmgt_eventstartdate: Text,
      msevtmgt_eventenddate: Text,
      msevtmgt_eventtimezone: Choice,
      msevtmgt_description: Text,
      msevtmgt_istemplate: Choice,
    },
    read: { createdon: Time, _msevtmgt_building_value: Lookup, ...webinarStatus, ...owner },
    written: ['msevtmgt_webinarid', ...keysOf(webinarStatus), ...newEvent],
  }),
  session: table('msevtmgt_session', {
    ...followed,
    subject: 'webinars',
    kind: 'session',
    watched: {
      ...webinar,
      _msevtmgt_event_value: Id,
      msevtmgt_sessionformat: Choice,
      msevtmgt_starttime: Text,
      msevtmgt_endtime: Text,
      msevtmgt_detaileddescription: Text,
      msevtmgt_sessionsummary: Text,
    },
    read: { createdon: Time, _msevtmgt_building_value: Lookup, ...webinarStatus, ...owner },
    written: ['msevtmgt_webinarid', ...keysOf(webinarStatus)],
  }),
  ...peopleTables,
  ...surroundings,
  webinarType: table('msevtmgt_webinartype', {
    privileges: ['Create', 'Read', 'Write', 'Append', 'AppendTo'],
    watched: {},
    read: { msevtmgt_name: ExactText, msevtmgt_value: ExactText, statecode: State },
    written: ['msevtmgt_name', 'msevtmgt_value', 'msevtmgt_WebinarConfiguration@odata.bind', 'statecode', 'statuscode'],
  }),
  webinarConsent: table('msevtmgt_webinarconsent', {
    subject: 'consents',
    // Terms that are no longer accepted wake nobody.
    messages: ['Create', 'Update'],
    tracked: true,
    privileges: ['Create', 'Read', 'Write'],
    watched: { msevtmgt_consentprovided: YesNo, statecode: State },
    read: { modifiedon: Time, _modifiedby_value: Lookup },
    written: ['msevtmgt_name', 'msevtmgt_consentprovided', 'statecode', 'statuscode'],
  }),
  checkIn: table('msevtmgt_checkin', {
    privileges: ['Create', 'Read', 'Write', 'Append', 'Assign'],
    watched: {},
    read: {
      _msevtmgt_registrationid_value: Lookup,
      _msevtmgt_sessionregistration_value: Lookup,
      _msevtmgt_contact_value: Lookup,
      _msevtmgt_event_value: Lookup,
      _msevtmgt_sessionattended_value: Lookup,
      msevtmgt_checkintime: OptionalTime,
      msevtmgt_checkouttime: OptionalTime,
      ...columnsOf(metricColumns, Count),
    },
    written: [
      'msevtmgt_checkintype',
      'msevtmgt_RegistrationId@odata.bind',
      // Inferred name: no public document gives this navigation property's case.
      'msevtmgt_SessionRegistration@odata.bind',
      'msevtmgt_Contact@odata.bind',
      'msevtmgt_Event@odata.bind',
      'msevtmgt_SessionAttended@odata.bind',
      'msevtmgt_checkintime',
      'msevtmgt_checkouttime',
      ...Object.values(metricColumns),
      'ownerid@odata.bind',
    ],
  }),
  organization: table('organization', {
    privileges: ['Read'],
    watched: {},
    read: { languagecode: Choice },
    written: [],
  }),
  timeZone: table('timezonedefinition', {
    privileges: [],
    watched: {},
    read: { timezonecode: Choice, standardname: Text },
    written: [],
  }),
  // To send somebody else a notification takes the privilege to read theirs.
  notification: table('appnotification', { privileges: ['Create', 'Read'], watched: {}, read: {}, written: [] }),
  ...ownTables,
} as const

export const allTables: readonly Table[] = Object.values(tables)

/** Columns that Dataverse sets with every update. */
const bookkeeping = ['modifiedon', 'modifiedby', 'modifiedonbehalfby']

/** Whether an update of these columns is an echo: it set nothing but outcomes, which nobody but the connector writes. */
export function isOutcome(table: string, columns: readonly string[]): boolean {
  const { key = '', watched = {}, written = [], brought = {} } = allTables.find(({ name }) => name === table) ?? {}
  const wishes = keysOf(watched).map(logicalName)
  const outcomes = [...written, ...keysOf(brought)].map(logicalName).filter((column) => !wishes.includes(column))
  return (
    columns.length > 0 &&
    columns.every((column) => column === key || bookkeeping.includes(column) || outcomes.includes(column))
  )
}

/** The kind of work that a changed row of a table means; undefined: none. */
export function subjectOf(table: string): Subject | undefined {
  return allTables.find(({ name }) => name === table)?.subject
}
