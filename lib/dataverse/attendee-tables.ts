import { ExactText } from './column-types.ts'
import { table } from './table-definition.ts'

/** The connector's own tables of attendees. */
export const attendeeTables = {
  /** Attendees who belong to no registration. */
  unmatchedAttendee: table('wbc_unmatchedattendee', {
    own: true,
    privileges: ['Create', 'Read', 'Write', 'Delete', 'Append', 'Assign'],
    watched: {},
    read: { wbc_digest: ExactText },
    written: [
      'wbc_name',
      'wbc_EventId@odata.bind',
      'wbc_SessionId@odata.bind',
      'wbc_ConfigurationId@odata.bind',
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
} as const
