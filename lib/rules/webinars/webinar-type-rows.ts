import { v5 as uuidV5 } from 'uuid'
import type { WebinarChoice, WebinarTypeRow } from '../../model/crm.ts'

/** The name space of the ids of webinar types. Changing it would make every row a second time. */
const webinarTypes = '0c3c7d26-53f8-4f0b-8a05-0d8a7f6c2e64'

/** The rows that show what types of webinars an account can hold, with ids that are always the same. */
export function typeRows(configuration: string, types: readonly WebinarChoice[]): WebinarTypeRow[] {
  return types.map(({ name, value }) => ({ id: uuidV5(`${configuration}|${value}`, webinarTypes), name, value }))
}
