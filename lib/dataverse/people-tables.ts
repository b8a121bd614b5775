import { answerTables } from './answer-tables.ts'
import { Lookup, State, Text, Time } from './column-types.ts'
import { columnsOf, contactColumns } from './field-columns.ts'
import { table } from './table-definition.ts'

/** Tables about people: contacts, whether they may be written to, and what they answered. */
export const peopleTables = {
  contact: table('contact', {
    subject: 'contacts',
    // A contact that a person makes has no registration yet.
    messages: ['Update', 'Delete'],
    privileges: ['Create', 'Read', 'Append', 'AppendTo', 'Assign'],
    watched: { ...columnsOf(contactColumns, Text), _parentcustomerid_value: Lookup },
    read: { statecode: State, _masterid_value: Lookup, modifiedon: Time },
    written: [
      ...(['firstname', 'lastname', 'emailaddress1'] as const),
      // The event by which a contact came to be (…/reference/entities/contact, the part of event management).
      ...(['msevtmgt_originatingeventid@odata.bind', 'ownerid@odata.bind'] as const),
    ],
  }),
  account: table('account', { privileges: ['Read'], watched: {}, read: { name: Text }, written: [] }),
  /** Consents of the consent center; environments without real-time journeys lack them. */
  contactConsent: table('msdynmkt_contactpointconsent4', {
    optional: true,
    privileges: ['Create', 'Read', 'Append'],
    watched: {},
    read: { msdynmkt_contactpointvalue: Text },
    written: [
      ...(['msdynmkt_contactpointvalue', 'msdynmkt_contactpointtype', 'msdynmkt_contactpointconsenttype'] as const),
      ...(['msdynmkt_value', 'msdynmkt_source', 'msdynmkt_logicalreason', 'msdynmkt_purposeId@odata.bind'] as const),
    ],
  }),
  consentPurpose: table('msdynmkt_purpose', {
    optional: true,
    privileges: ['Read', 'AppendTo'],
    watched: {},
    read: {},
    written: [],
  }),
  ...answerTables,
} as const
