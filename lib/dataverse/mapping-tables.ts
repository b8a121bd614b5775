import { Choice, ExactText, Lookup, State, Text } from './column-types.ts'
import { table } from './table-definition.ts'

/** The mapping of fields: it says which go to the provider beside the name, company and job title of a person. */
export const mappingTables = {
  /** A row says where a field of the provider comes from. People write it; the connector only says what is wrong with it. */
  fieldMapping: table('wbc_fieldmapping', {
    own: true,
    privileges: ['Read', 'Write'],
    watched: {},
    read: {
      _wbc_configurationid_value: Lookup,
      _wbc_eventid_value: Lookup,
      _wbc_sessionid_value: Lookup,
      wbc_field: Text,
      wbc_source: Choice,
      wbc_column: Text,
      wbc_constant: Text,
      wbc_valuemap: Text,
      wbc_default: Text,
      wbc_toolong: Choice,
      wbc_problem: ExactText,
      statecode: State,
    },
    written: ['wbc_problem'],
  }),
  /** A row is a field that the provider asks for, in an account or in one webinar. The connector alone writes it. */
  providerField: table('wbc_providerfield', {
    own: true,
    privileges: ['Create', 'Read', 'Write', 'Delete', 'Append'],
    watched: {},
    read: {},
    written: [
      'wbc_name',
      'wbc_field',
      'wbc_required',
      'wbc_options',
      'wbc_missing',
      'wbc_position',
      'wbc_maxlength',
      'wbc_ConfigurationId@odata.bind',
      'wbc_EventId@odata.bind',
      'wbc_SessionId@odata.bind',
    ],
  }),
} as const
