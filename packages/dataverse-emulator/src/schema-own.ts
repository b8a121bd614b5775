import { choice, instant, lookup, table, text, whole, yesNo } from './column.ts'
import type { Table } from './types.ts'

// Tables that the connector brings itself: an environment has them only if it is started with them.

const request = table('wbc_request', {
  owned: true,
  title: 'wbc_name',
  columns: {
    wbc_name: text(200),
    wbc_kind: choice(
      ['Check a webinar', 'Send again', 'Backfill', 'Erase', 'Read attendance now', 'Refresh webinar types'],
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
  },
})

const webinar = {
  wbc_eventid: lookup({ msevtmgt_event: 'wbc_EventId' }),
  wbc_sessionid: lookup({ msevtmgt_session: 'wbc_SessionId' }),
  wbc_configurationid: lookup({ msevtmgt_webinarconfiguration: 'wbc_ConfigurationId' }),
}

const unmatchedReason = choice(
  [
    'The registration is gone',
    'Several registrations have this address',
    'Registered at ON24 only',
    'No e-mail address',
    'Session registration without event registration',
    'Dynamics refused the check-in',
  ],
  524_130_000,
)

const unmatchedAttendee = table('wbc_unmatchedattendee', {
  owned: true,
  title: 'wbc_name',
  columns: {
    ...webinar,
    wbc_name: text(200),
    wbc_emailaddress: text(320),
    wbc_firstname: text(200),
    wbc_lastname: text(200),
    wbc_company: text(200),
    wbc_liveminutes: whole(0, 1_000_000),
    wbc_ondemandminutes: whole(0, 1_000_000),
    wbc_firstjoinedon: instant(),
    wbc_reason: unmatchedReason,
    wbc_digest: text(100),
  },
})

export const OWN_TABLES: Table[] = [request, unmatchedAttendee]
