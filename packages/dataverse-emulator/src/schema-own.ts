import { choice, date, instant, lookup, table, text, whole, yesNo } from './column.ts'
import { ATTENDEE_TABLES } from './schema-attendees.ts'
import { MAPPING_TABLES } from './schema-mapping.ts'
import { ACCOUNT_SETTINGS } from './schema-settings.ts'
import type { Column, Table } from './types.ts'

// Tables that the connector brings itself: an environment has them only if it is started with them.

const request = table('wbc_request', {
  owned: true,
  title: 'wbc_name',
  columns: {
    wbc_name: text(200),
    wbc_kind: choice(
      [
        ...['Check a webinar', 'Send again', 'Backfill', 'Erase', 'Read attendance now', 'Refresh webinar types'],
        ...[
          'Delete old attendees',
          'Make an event',
          'This contact',
          'Make a contact',
          'Ignore',
          'Read fields',
          'Preview',
        ],
        'Revoke the join link',
      ],
      524_130_000,
    ),
    wbc_state: choice(['Waiting', 'Running', 'Done', 'Failed'], 524_130_000),
    wbc_answer: text(5000),
    wbc_progress: whole(0, 100),
    wbc_dryrun: yesNo(),
    wbc_runid: text(100),
    wbc_startedon: instant(),
    wbc_finishedon: instant(),
    wbc_eventid: lookup({ msevtmgt_event: 'wbc_EventId' }),
    wbc_sessionid: lookup({ msevtmgt_session: 'wbc_SessionId' }),
    wbc_eventregistrationid: lookup({ msevtmgt_eventregistration: 'wbc_EventRegistrationId' }),
    wbc_sessionregistrationid: lookup({ msevtmgt_sessionregistration: 'wbc_SessionRegistrationId' }),
    wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
    wbc_foundwebinarid: lookup({ wbc_foundwebinar: 'wbc_FoundWebinarId' }),
    wbc_contactid: lookup({ contact: 'wbc_ContactId' }),
    wbc_unmatchedattendeeid: lookup({ wbc_unmatchedattendee: 'wbc_UnmatchedAttendeeId' }),
  },
})

const foundWebinar = table('wbc_foundwebinar', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    wbc_configurationid: {
      ...lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
      onDelete: 'cascade',
    } as Column,
    wbc_webinarid: text(100),
    wbc_startson: instant(),
    wbc_endson: instant(),
    wbc_registrants: whole(0),
    wbc_link: text(1000),
    wbc_format: text(100),
  },
})

const numbers = (...names: string[]): Record<string, Column> =>
  Object.fromEntries(names.map((name) => [`wbc_${name}`, whole(0)]))
const counts = numbers('due', 'sent', 'waiting', 'refused', 'cancelled', 'attendees', 'matched', 'unmatched')
const drift = numbers('driftfound', 'driftrepaired')

const webinarLedger = table('wbc_webinarledger', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    wbc_eventid: lookup({ msevtmgt_event: 'wbc_EventId' }),
    wbc_sessionid: lookup({ msevtmgt_session: 'wbc_SessionId' }),
    wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
    wbc_startson: instant(),
    wbc_endson: instant(),
    ...counts,
    wbc_waitingsince: instant(),
    wbc_refusals: { type: 'text', max: 4000, memo: true },
    ...numbers('minutes'),
    wbc_reviewedon: instant(),
    wbc_pulledon: instant(),
    ...drift,
    wbc_attention: yesNo(),
  },
})

const dailyLedger = table('wbc_dailyledger', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_name: text(200),
    wbc_day: date(),
    wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
    ...counts,
    ...numbers('meanseconds', 'slowestseconds'),
    ...drift,
  },
})

/** Columns that it brings to tables of others, by the name of the table. */
const ownColumns: Record<string, Record<string, Column>> = {
  msevtmgt_eventregistration: { wbc_joinlink: text(200) },
  msevtmgt_sessionregistration: { wbc_joinlink: text(200) },
}

/** A table as the connector extends it. */
export function extended(table: Table): Table {
  return { ...table, columns: { ...table.columns, ...ownColumns[table.name] } }
}

export const OWN_TABLES: Table[] = [
  ...[foundWebinar, request, webinarLedger, dailyLedger],
  ...ATTENDEE_TABLES,
  ACCOUNT_SETTINGS,
  ...MAPPING_TABLES,
]
