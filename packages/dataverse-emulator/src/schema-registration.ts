import { choice, decimal, instant, lookup, required, table, text, wallClock, whole, yesNo } from './column.ts'
import { statusReasons } from './state-columns.ts'
import type { Table } from './types.ts'

// Columns and option values: learn.microsoft.com/dynamics365/developer/reference/entities/msevtmgt_eventregistration,
// .../msevtmgt_sessionregistration and .../msevtmgt_checkin. The primary role is left out: its values are undocumented.

// Names of the status reasons: learn.microsoft.com/dynamics365/customer-insights/journeys/set-up-and-manage-waitlist and
// .../cancel-registration. Their numbers, and the state they belong to, are documented nowhere: these are our own.
const [registered, waitlisted, cancelled, checkedIn, onHold] = [
  533_240_000, 533_240_001, 533_240_002, 533_240_003, 533_240_004,
]
const reasons = {
  [registered]: 'Registered',
  [waitlisted]: 'Waitlisted',
  [cancelled]: 'Canceled',
  [checkedIn]: 'Checked in',
}

const publishing = {
  msevtmgt_webinarregistrationid: text(100),
  msevtmgt_syncedwithprovider: choice(['No', 'Yes'], 100_000_001, 100_000_001),
  msevtmgt_publishingstate: choice(
    ['Pending', 'Published', 'Parent webinar failed', 'Failed to publish', 'Webinar provider error'],
    100_000_000,
    100_000_000,
  ),
  msevtmgt_registrationoperation: text(100),
  msevtmgt_registrationstatus: text(100),
  msevtmgt_iscanceled: yesNo(),
  msevtmgt_createdfromapi: yesNo(),
}

const eventRegistration = table('msevtmgt_eventregistration', {
  owned: true,
  columns: {
    ...publishing,
    statuscode: statusReasons(reasons),
    msevtmgt_name: text(100),
    msevtmgt_contactid: required({ contact: 'msevtmgt_ContactId' }, 'restrict'),
    msevtmgt_eventid: required({ msevtmgt_event: 'msevtmgt_EventId' }, 'cascade'),
    msevtmgt_registrationnotificationseen: yesNo(),
    msevtmgt_internalregistrationstatus: choice(['New', 'Ready']),
    msevtmgt_correlationid: text(100),
    msevtmgt_originaltimestamp: wallClock(),
    msevtmgt_registeredby: lookup({ contact: 'msevtmgt_RegisteredBy' }),
    msevtmgt_eventregistrationticketid: text(36),
    msevtmgt_qrcode: text(50_000),
    msdynmkt_linkedregistrationid: text(100),
  },
})

const sessionRegistration = table('msevtmgt_sessionregistration', {
  owned: true,
  columns: {
    ...publishing,
    statuscode: statusReasons({ ...reasons, [onHold]: 'On hold' }),
    msevtmgt_name: text(100),
    msevtmgt_contactid: lookup({ contact: 'msevtmgt_contactid' }),
    msevtmgt_sessionid: required({ msevtmgt_session: 'msevtmgt_SessionId' }, 'cascade'),
    msevtmgt_event: lookup({ msevtmgt_event: 'msevtmgt_Event' }),
    msevtmgt_registrationid: lookup({ msevtmgt_eventregistration: 'msevtmgt_RegistrationID' }),
  },
})

const checkin = table('msevtmgt_checkin', {
  owned: true,
  columns: {
    msevtmgt_name: text(100),
    msevtmgt_checkintype: choice(['Session', 'Event']),
    msevtmgt_registrationid: required({ msevtmgt_eventregistration: 'msevtmgt_RegistrationId' }, 'restrict'),
    msevtmgt_contact: lookup({ contact: 'msevtmgt_Contact' }),
    msevtmgt_event: lookup({ msevtmgt_event: 'msevtmgt_Event' }),
    msevtmgt_sessionattended: lookup({ msevtmgt_session: 'msevtmgt_SessionAttended' }),
    msevtmgt_sessionregistration: lookup({ msevtmgt_sessionregistration: 'msevtmgt_SessionRegistration' }),
    msevtmgt_checkintime: instant(),
    msevtmgt_checkouttime: instant(),
    msevtmgt_viewingdurationinmins: whole(0),
    msevtmgt_numberofquestionsasked: whole(),
    msdynmkt_attendancepercentage: decimal(2),
    msevtmgt_registrationidfromqr: text(100),
  },
})

// Names of the columns: learn.microsoft.com/dynamics365/customer-insights/journeys; the form of the submitted values is our own.
const formSubmission = table('msdynmkt_marketingformsubmission', {
  owned: true,
  title: 'msdynmkt_name',
  columns: {
    msdynmkt_name: text(100),
    msdynmkt_eventregistration: lookup({ msevtmgt_eventregistration: 'msdynmkt_eventregistration' }),
    msdynmkt_pageurl: text(2000),
    msdynmkt_submittedvalues: { type: 'text', max: 100_000, memo: true },
  },
})

const registrationField = table('msevtmgt_customregistrationfield', {
  owned: true,
  columns: { msevtmgt_name: text(100) },
})

const registrationResponse = table('msevtmgt_registrationresponse', {
  owned: true,
  columns: {
    msevtmgt_name: text(100),
    msevtmgt_eventregistration: lookup({ msevtmgt_eventregistration: 'msevtmgt_EventRegistration' }),
    msevtmgt_customregistrationfield: lookup({ msevtmgt_customregistrationfield: 'msevtmgt_CustomRegistrationField' }),
    msevtmgt_response: text(4000),
  },
})

export const REGISTRATION_TABLES: Table[] = [
  ...[eventRegistration, sessionRegistration, checkin, formSubmission, registrationField, registrationResponse],
]
