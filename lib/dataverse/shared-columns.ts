import { Choice, ExactText, Lookup, OptionalText, State, Text } from './column-types.ts'

/** The owner of a row is a user or a team: one of the two is filled. */
export const owner = { _owninguser_value: Lookup, _owningteam_value: Lookup }

/** The outcome of a registration at the provider. */
export const registrationStatus = {
  msevtmgt_syncedwithprovider: Choice,
  msevtmgt_publishingstate: Choice,
  msevtmgt_registrationstatus: ExactText,
  msevtmgt_webinarregistrationid: OptionalText,
}

/** The personal link of a registration to its webinar. */
export const joinLink = { wbc_joinlink: Text }

/** The plan of a webinar, as its planner enters it. */
export const webinar = {
  msevtmgt_name: Text,
  msevtmgt_language: Choice,
  _msevtmgt_webinartype_value: Lookup,
  msevtmgt_publishstatus: Choice,
  msevtmgt_streamingprovider: Choice,
  msevtmgt_webinarid: Text,
  _msevtmgt_webinarconfigurationid_value: Lookup,
  statecode: State,
}

/** The outcome of a webinar at the provider, and its links. */
export const webinarStatus = {
  msevtmgt_webinarurl: Text,
  msevtmgt_attendeeurl: Text,
  msevtmgt_presentationmanagerurl: Text,
  msevtmgt_webinarstatus: Text,
  msevtmgt_webinarstatusreason: Text,
}

/** The columns of an event that the connector makes, beside the id of its webinar: those that a planner would fill in. */
export const newEvent = [
  'msevtmgt_name',
  'msevtmgt_description',
  'msevtmgt_eventformat',
  'msevtmgt_eventstartdate',
  'msevtmgt_eventenddate',
  'msevtmgt_eventtimezone',
  'msevtmgt_language',
  'msevtmgt_WebinarConfigurationId@odata.bind',
  'msevtmgt_WebinarType@odata.bind',
  'ownerid@odata.bind',
] as const

/** The columns that name the person and the webinar of a registration that the connector makes. */
export const newRegistration = {
  event: ['msevtmgt_ContactId@odata.bind', 'msevtmgt_EventId@odata.bind', 'ownerid@odata.bind'],
  session: [
    ...['msevtmgt_contactid@odata.bind', 'msevtmgt_SessionId@odata.bind', 'msevtmgt_Event@odata.bind'],
    ...['msevtmgt_RegistrationID@odata.bind', 'ownerid@odata.bind'],
  ],
} as const
