import { tables } from '../lib/dataverse/tables.ts'

/** The name of the endpoint and the role, and how the names of the steps begin. */
export const name = 'Webinar connector'

/** Where the app listens. */
export const webhookPath = '/api/webhooks/dataverse'

/**
 * The tables whose changes the connector wants to hear of, with the columns that make an update worth a message: those
 * it reads. Outcomes, which it writes itself, are left out, or every write would come back as a message.
 */
export const watched: Record<string, readonly string[]> = {
  [tables.configuration]: [
    'msevtmgt_clientid',
    'msevtmgt_accesstokenkey',
    'msevtmgt_accesstokensecret',
    'msevtmgt_webinarproviderid',
    'statecode',
  ],
  [tables.eventRegistration]: ['msevtmgt_contactid', 'msevtmgt_eventid', 'msevtmgt_iscanceled', 'statecode'],
  [tables.sessionRegistration]: ['msevtmgt_contactid', 'msevtmgt_sessionid', 'msevtmgt_iscanceled', 'statecode'],
  [tables.event]: [
    'msevtmgt_name',
    'msevtmgt_eventformat',
    'msevtmgt_eventstartdate',
    'msevtmgt_eventenddate',
    'msevtmgt_eventtimezone',
    'msevtmgt_description',
    'msevtmgt_language',
    'msevtmgt_webinartype',
    'msevtmgt_istemplate',
    'msevtmgt_publishstatus',
    'msevtmgt_webinarid',
    'msevtmgt_webinarconfigurationid',
    'statecode',
  ],
  [tables.session]: [
    'msevtmgt_name',
    'msevtmgt_event',
    'msevtmgt_sessionformat',
    'msevtmgt_starttime',
    'msevtmgt_endtime',
    'msevtmgt_detaileddescription',
    'msevtmgt_sessionsummary',
    'msevtmgt_language',
    'msevtmgt_webinartype',
    'msevtmgt_publishstatus',
    'msevtmgt_webinarid',
    'msevtmgt_webinarconfigurationid',
    'statecode',
  ],
  [tables.contact]: ['firstname', 'lastname', 'emailaddress1', 'jobtitle', 'parentcustomerid'],
}

/** Of a contact only an update matters: nobody is registered yet, or a registration still stands in the way. */
export function messagesFor(table: string) {
  return table === tables.contact ? ['Update'] : ['Create', 'Update', 'Delete']
}

/** The tables that the sweep follows by change tracking. */
export const tracked = [
  tables.configuration,
  tables.eventRegistration,
  tables.sessionRegistration,
  tables.event,
  tables.session,
]

/** What the connector may do, table by table, and nothing else. */
export const rights: Record<string, readonly string[]> = {
  [tables.configuration]: ['Read', 'Write', 'AppendTo'],
  [tables.eventRegistration]: ['Read', 'Write', 'AppendTo'],
  [tables.sessionRegistration]: ['Read', 'Write', 'AppendTo'],
  [tables.event]: ['Read', 'Write', 'AppendTo'],
  [tables.session]: ['Read', 'Write', 'AppendTo'],
  [tables.contact]: ['Read', 'AppendTo'],
  account: ['Read'],
  organization: ['Read'],
  msevtmgt_webinarprovider: ['Read'],
  msevtmgt_webinartype: ['Create', 'Read', 'Write', 'Append'],
  msevtmgt_webinarconsent: ['Create', 'Read', 'Write'],
  msevtmgt_checkin: ['Create', 'Read', 'Write', 'Append'],
}

const outcome = [
  'msevtmgt_syncedwithprovider',
  'msevtmgt_publishingstate',
  'msevtmgt_registrationstatus',
  'msevtmgt_webinarregistrationid',
]

const webinar = [
  'msevtmgt_webinarurl',
  'msevtmgt_attendeeurl',
  'msevtmgt_presentationmanagerurl',
  'msevtmgt_webinarstatus',
  'msevtmgt_webinarstatusreason',
]

/** The columns the connector reads or writes beside those it watches: they must be there. */
const furtherColumns: Record<string, readonly string[]> = {
  [tables.configuration]: [
    'msevtmgt_authorized',
    'msevtmgt_providerservicestatus',
    'msevtmgt_message',
    'msevtmgt_lastupdatedatetime',
  ],
  [tables.eventRegistration]: outcome,
  [tables.sessionRegistration]: [...outcome, 'msevtmgt_registrationid'],
  [tables.event]: webinar,
  [tables.session]: webinar,
  account: ['name'],
  msevtmgt_webinarprovider: ['msevtmgt_name'],
  msevtmgt_webinartype: ['msevtmgt_name', 'msevtmgt_value', 'msevtmgt_webinarconfiguration'],
  msevtmgt_webinarconsent: ['msevtmgt_name', 'msevtmgt_consentprovided'],
  msevtmgt_checkin: [
    'msevtmgt_checkintype',
    'msevtmgt_registrationid',
    'msevtmgt_contact',
    'msevtmgt_event',
    'msevtmgt_sessionattended',
    'msevtmgt_sessionregistration',
    'msevtmgt_checkintime',
    'msevtmgt_checkouttime',
    'msevtmgt_viewingdurationinmins',
    'msevtmgt_numberofquestionsasked',
  ],
}

/** Every table the connector needs, with the columns that must be in it. */
export const needed: ReadonlyMap<string, readonly string[]> = new Map(
  Object.keys(rights).map((table) => [table, [...(watched[table] ?? []), ...(furtherColumns[table] ?? [])]]),
)
