import { table } from './table-definition.ts'

/** The mapping of fields: it says which go to the provider beside the name, company and job title of a person. */
export const mappingTables = {
  /** A row says where a field of the provider comes from. People write it; the connector only says what is wrong with it. */
  fieldMapping: table('wbc_fieldmapping', {
    own: true,
    privileges: ['Read'],
    watched: {},
    read: {},
    written: [],
  }),
  /** A row is a field that the provider asks for, in an account or in one webinar. The connector alone writes it. */
  providerField: table('wbc_providerfield', {
    own: true,
    privileges: ['Read'],
    watched: {},
    read: {},
    written: [],
  }),
} as const
