import { choice, instant, lookup, table, text, whole, yesNo } from './column.ts'
import type { Column, Table } from './types.ts'

// Attendees of webinars, as the connector keeps them.

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
  changeTracking: false,
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

const counts = [
  'questions',
  'polls',
  'surveys',
  'resources',
  'callstoaction',
  'certifications',
  'meetings',
  'reactions',
]
const times = ['firstliveon', 'lastliveon', 'firstondemandon', 'lastondemandon', 'certificateon']
const texts = [
  ...['certificateresult', 'partnercode', 'attendancepartnercode'],
  ...['utmsource', 'utmmedium', 'utmcampaign', 'utmterm', 'utmcontent'],
]
const columns = (names: readonly string[], column: Column) =>
  Object.fromEntries(names.map((name) => [`wbc_${name}`, column]))

const attendee = table('wbc_attendee', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    ...webinar,
    wbc_eventregistrationid: lookup({ msevtmgt_eventregistration: 'wbc_EventRegistrationId' }),
    wbc_sessionregistrationid: lookup({ msevtmgt_sessionregistration: 'wbc_SessionRegistrationId' }),
    wbc_contactid: lookup({ contact: 'wbc_ContactId' }),
    wbc_name: text(200),
    wbc_emailaddress: text(320),
    wbc_company: text(200),
    wbc_score: { type: 'decimal', places: 2, min: 0, max: 1_000_000 },
    ...columns(['liveminutes', 'ondemandminutes', ...counts], whole(0, 1_000_000)),
    ...columns(times, instant()),
    ...columns(texts, text(400)),
    wbc_marketingconsent: yesNo(),
    wbc_profilelink: text(1000),
    wbc_matchedby: choice(['Registration', 'Id at ON24', 'E-mail address'], 524_130_000),
    wbc_reason: unmatchedReason,
    wbc_nolongerlisted: yesNo(),
    ...columns(['digest', 'actionsdigest'], text(100)),
  },
})

const attendeeAction = table('wbc_attendeeaction', {
  owned: true,
  title: 'wbc_name',
  changeTracking: false,
  columns: {
    wbc_attendeeid: { type: 'lookup', targets: { wbc_attendee: 'wbc_AttendeeId' }, onDelete: 'cascade' },
    wbc_eventid: webinar.wbc_eventid,
    wbc_sessionid: webinar.wbc_sessionid,
    wbc_name: text(200),
    wbc_kind: choice(['Poll', 'Survey', 'Question', 'Resource', 'Call to action', 'Certification'], 524_130_000),
    ...columns(['subject', 'answer'], text(4000)),
    wbc_actedon: instant(),
    wbc_times: whole(0, 1_000_000),
    wbc_link: text(1000),
    wbc_nolongerlisted: yesNo(),
    wbc_digest: text(100),
  },
})

export const ATTENDEE_TABLES: Table[] = [unmatchedAttendee, attendee, attendeeAction]
