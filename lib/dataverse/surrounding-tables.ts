import { Text } from './column-types.ts'
import { table } from './table-definition.ts'

/** Tables that events and configurations refer to, and that the connector only reads. */
export const surroundings = {
  webinarProvider: table('msevtmgt_webinarprovider', {
    privileges: ['Read'],
    watched: {},
    read: { msevtmgt_name: Text },
    written: [],
  }),
  /** Where hybrid events take place. */
  building: table('msevtmgt_building', {
    privileges: ['Read'],
    watched: {},
    read: {
      msevtmgt_name: Text,
      msevtmgt_addressline1: Text,
      msevtmgt_addressline2: Text,
      msevtmgt_addressline3: Text,
      msevtmgt_postalcode: Text,
      msevtmgt_city: Text,
      msevtmgt_stateprovince: Text,
      msevtmgt_country: Text,
    },
    written: [],
  }),
} as const
