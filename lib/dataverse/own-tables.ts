import { attendeeTables } from './attendee-tables.ts'
import { Choice, Count, Lookup, OptionalTime, State, Text, Time, YesNo } from './column-types.ts'
import { foundTables } from './found-tables.ts'
import { ledgerTables } from './ledger-tables.ts'
import { mappingTables } from './mapping-tables.ts'
import { settingsTables } from './settings-table.ts'
import { table } from './table-definition.ts'

const { unmatchedAttendee, ...otherAttendees } = attendeeTables

/** The tables that the connector brings to Dynamics itself, in the order in which they refer to one another. */
export const ownTables = {
  ...foundTables,
  unmatchedAttendee,
  /** A row is an order of a person: its answer and its progress stand on it. */
  request: table('wbc_request', {
    own: true,
    subject: 'requests',
    messages: ['Create', 'Update'],
    privileges: ['Read', 'Write'],
    watched: {
      wbc_kind: Choice,
      wbc_dryrun: YesNo,
      _wbc_eventid_value: Lookup,
      _wbc_sessionid_value: Lookup,
      _wbc_eventregistrationid_value: Lookup,
      _wbc_sessionregistrationid_value: Lookup,
      _wbc_configurationid_value: Lookup,
      _wbc_foundwebinarid_value: Lookup,
      _wbc_contactid_value: Lookup,
      _wbc_unmatchedattendeeid_value: Lookup,
    },
    read: {
      wbc_name: Text,
      wbc_state: Choice,
      wbc_answer: Text,
      wbc_progress: Count,
      wbc_runid: Text,
      wbc_startedon: OptionalTime,
      wbc_finishedon: OptionalTime,
      createdon: Time,
      _createdby_value: Lookup,
      statecode: State,
    },
    written: ['wbc_name', 'wbc_state', 'wbc_answer', 'wbc_progress', 'wbc_runid', 'wbc_startedon', 'wbc_finishedon'],
  }),
  ...ledgerTables,
  ...otherAttendees,
  ...settingsTables,
  ...mappingTables,
} as const
