import { v5 as uuidV5 } from 'uuid'

/** The name space of the ids of webinar types. Changing it would make every row a second time. */
const webinarTypes = '0c3c7d26-53f8-4f0b-8a05-0d8a7f6c2e64'

/** The id of the row that shows a type of webinar for a configuration, always the same. */
export function webinarTypeId(configuration: string, value: string): string {
  return uuidV5(`${configuration}|${value}`, webinarTypes)
}
