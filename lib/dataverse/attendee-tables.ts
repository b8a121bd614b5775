import { engagementFields } from '../model/engagement.ts'
import { ExactText, Lookup, State, Text, YesNo } from './column-types.ts'
import { keysOf, table } from './table-definition.ts'

type Field = keyof typeof engagementFields
const webinar = ['wbc_EventId@odata.bind', 'wbc_SessionId@odata.bind'] as const
const place = [...webinar, 'wbc_ConfigurationId@odata.bind'] as const

/** The column of an attendee that keeps a fact of their engagement. */
export function engagementColumn<F extends Field>(field: F) {
  return `wbc_${field.toLowerCase() as Lowercase<F>}` as const
}

/** The connector's own tables of attendees. */
export const attendeeTables = {
  /** Attendees who belong to no registration. */
  unmatchedAttendee: table('wbc_unmatchedattendee', {
    own: true,
    privileges: ['Create', 'Read', 'Write', 'Delete', 'Append', 'Assign'],
    watched: {},
    read: {
      ...{ wbc_digest: ExactText, wbc_emailaddress: Text, wbc_firstname: Text, wbc_lastname: Text, wbc_company: Text },
      ...{ _wbc_eventid_value: Lookup, _wbc_sessionid_value: Lookup, statecode: State },
    },
    written: [
      'wbc_name',
      'statecode',
      'statuscode',
      ...place,
      'wbc_emailaddress',
      'wbc_firstname',
      'wbc_lastname',
      'wbc_company',
      'wbc_liveminutes',
      'wbc_ondemandminutes',
      'wbc_firstjoinedon',
      'wbc_reason',
      'wbc_digest',
      'ownerid@odata.bind',
    ],
  }),
  /** All attendees of webinars, with what is known of each. */
  attendee: table('wbc_attendee', {
    own: true,
    privileges: ['Create', 'Read', 'Write', 'Delete', 'Append', 'AppendTo', 'Assign'],
    watched: {},
    read: {
      ...{ wbc_digest: ExactText, wbc_actionsdigest: ExactText, wbc_nolongerlisted: YesNo },
      ...{ wbc_emailaddress: Text, _wbc_contactid_value: Lookup },
    },
    written: [
      'wbc_name',
      ...place,
      'wbc_EventRegistrationId@odata.bind',
      'wbc_SessionRegistrationId@odata.bind',
      'wbc_ContactId@odata.bind',
      'wbc_emailaddress',
      'wbc_company',
      'wbc_matchedby',
      'wbc_reason',
      'wbc_nolongerlisted',
      ...keysOf(engagementFields).map(engagementColumn),
      'wbc_digest',
      'wbc_actionsdigest',
      'ownerid@odata.bind',
    ],
  }),
  /** Actions of attendees, one by one. */
  attendeeAction: table('wbc_attendeeaction', {
    own: true,
    privileges: ['Create', 'Read', 'Write', 'Delete', 'Append', 'Assign'],
    watched: {},
    read: { wbc_digest: ExactText, wbc_nolongerlisted: YesNo },
    written: [
      'wbc_name',
      'wbc_AttendeeId@odata.bind',
      ...webinar,
      'wbc_kind',
      'wbc_subject',
      'wbc_answer',
      'wbc_actedon',
      'wbc_times',
      'wbc_link',
      'wbc_nolongerlisted',
      'wbc_digest',
      'ownerid@odata.bind',
    ],
  }),
} as const
