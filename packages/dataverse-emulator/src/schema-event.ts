import { choice, instant, lookup, readOnly, required, table, text, wallClock, whole, yesNo } from './column.ts'
import type { Table } from './types.ts'

// Columns and option values: learn.microsoft.com/dynamics365/developer/reference/entities/msevtmgt_event and
// .../msevtmgt_session. The producer's lookup is left out: its table (event team member) is not emulated.

const format = () => choice(['On site', 'Webinar', 'Hybrid'], 100_000_001, 100_000_001)
const publishStatus = () =>
  choice(['Draft', 'Ready to go live', 'In progress', 'Live', 'Cancelled', 'Going live'], 100_000_000, 100_000_000)
const language = () =>
  choice([
    'English',
    'French',
    'German',
    'Spanish',
    'Italian',
    'Russian',
    'Dutch',
    'Turkish',
    'Portuguese',
    'Chinese (Simplified)',
    'Japanese',
    'Korean',
    'Hebrew',
    'Chinese (Traditional)',
  ])
const streamingProvider = () =>
  choice(
    ['Teams Live Events', 'Teams Meetings', 'Other', 'Teams Webinars', 'Teams Virtual Events', 'Teams Town Hall'],
    100_000_001,
  )

const webinar = {
  msevtmgt_webinarconfigurationid: lookup({ msevtmgt_webinarconfiguration: 'msevtmgt_WebinarConfigurationId' }),
  msevtmgt_webinartype: lookup({ msevtmgt_webinartype: 'msevtmgt_WebinarType' }),
  msevtmgt_building: lookup({ msevtmgt_building: 'msevtmgt_building' }),
  msevtmgt_webinarid: text(100),
  msevtmgt_presentationmanagerurl: text(200),
  msevtmgt_webinarstatus: text(100),
  msevtmgt_webinarstatusreason: text(5000),
  msevtmgt_webinaroperation: text(100),
  msevtmgt_webinarnotificationseen: yesNo(),
  msevtmgt_language: language(),
  msevtmgt_streamingenabled: yesNo(),
  msevtmgt_streamingprovider: streamingProvider(),
  msevtmgt_attendeeurl: text(1000),
  msevtmgt_isoutofsync: yesNo(),
  msevtmgt_publishstatus: publishStatus(),
  msevtmgt_registrationcount: whole(),
  msevtmgt_checkincount: whole(),
}

const event = table('msevtmgt_event', {
  owned: true,
  columns: {
    ...webinar,
    msevtmgt_name: text(100),
    msevtmgt_eventstartdate: wallClock(),
    msevtmgt_eventenddate: wallClock(),
    msevtmgt_eventtimezone: whole(-1500, 1500),
    msevtmgt_eventtimezonename: text(100),
    msevtmgt_eventformat: format(),
    msevtmgt_eventtype: choice(['Webcast'], 100_000_005),
    msevtmgt_description: text(2000),
    msevtmgt_webinarurl: text(200),
    msevtmgt_descriptorsyncstatus: choice([
      'Synced',
      'Going live',
      'Going live failed',
      'Modifying capacity',
      'Modifying capacity failed',
      'Not Synced',
    ]),
    msevtmgt_maximumeventcapacity: whole(0, 50_000),
    msevtmgt_readableeventid: text(500),
    msevtmgt_publiceventurl: text(1000),
    msevtmgt_sourcesystem: choice(['Outbound marketing', 'Real-time journeys'], 100_000_001),
    msevtmgt_creationsource: choice(['Dynamics', 'Teams'], 100_000_001),
    msdynmkt_linkedvirtualeventid: text(100),
    msdynmkt_completiondate: wallClock(),
    msdyncrm_sessionscount: whole(),
    msevtmgt_istemplate: choice(['Yes', 'No'], 100_000_001),
  },
})

const session = table('msevtmgt_session', {
  owned: true,
  columns: {
    ...webinar,
    msevtmgt_name: text(100),
    msevtmgt_event: required({ msevtmgt_event: 'msevtmgt_Event' }, 'cascade'),
    msevtmgt_starttime: wallClock(),
    msevtmgt_endtime: wallClock(),
    msevtmgt_sessionformat: format(),
    msevtmgt_webinarurl: text(100),
    msevtmgt_sessioncode: text(100),
    msevtmgt_sessionsummary: text(700),
    msevtmgt_detaileddescription: text(2000),
    msevtmgt_externalurl: text(1024),
    msevtmgt_sessionmaxcapacity: whole(0, 50_000),
    msevtmgt_durationmins: readOnly(whole()),
    msevtmgt_totalnumberofquestionsasked: readOnly(whole()),
  },
})

const configuration = table('msevtmgt_webinarconfiguration', {
  columns: {
    msevtmgt_name: text(100),
    msevtmgt_webinarproviderid: lookup({ msevtmgt_webinarprovider: 'msevtmgt_WebinarProviderId' }),
    msevtmgt_clientid: text(100),
    msevtmgt_accesstokenkey: text(100),
    msevtmgt_accesstokensecret: text(130),
    msevtmgt_accesstoken: text(100),
    msevtmgt_appurl: text(100),
    msevtmgt_authorized: choice(['Yes', 'No', 'Token expired'], 100_000_000, 100_000_001),
    msevtmgt_providerservicestatus: choice(['Healthy', 'Not authenticated', 'Forbidden', 'Unhealthy']),
    msevtmgt_message: text(1000),
    msevtmgt_lastupdatedatetime: instant(),
    msevtmgt_updatecredentials: choice(['Yes', 'No'], 100_000_001),
  },
})

export const EVENT_TABLES: Table[] = [event, session, configuration]
