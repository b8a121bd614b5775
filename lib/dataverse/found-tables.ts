import { Count, Lookup, OptionalText, OptionalTime, Text } from './column-types.ts'
import { table } from './table-definition.ts'

/** Webinars that exist at their provider only. */
export const foundTables = {
  foundWebinar: table('wbc_foundwebinar', {
    own: true,
    privileges: ['Create', 'Read', 'Write', 'Delete', 'Append'],
    watched: {},
    read: {
      wbc_name: Text,
      _wbc_configurationid_value: Lookup,
      wbc_webinarid: Text,
      wbc_startson: OptionalTime,
      wbc_endson: OptionalTime,
      wbc_registrants: Count,
      wbc_link: OptionalText,
      wbc_format: Text,
    },
    written: [
      'wbc_name',
      'wbc_ConfigurationId@odata.bind',
      'wbc_webinarid',
      'wbc_startson',
      'wbc_endson',
      'wbc_registrants',
      'wbc_link',
      'wbc_format',
    ],
  }),
} as const
