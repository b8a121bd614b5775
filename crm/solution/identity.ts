import { v5 as uuidV5 } from 'uuid'
import packageFile from '../../package.json' with { type: 'json' }

/** The publisher of all that the connector adds to an environment. Its prefixes are part of names and values, for ever. */
export const publisher = {
  uniquename: 'webinarconnector',
  friendlyname: 'Webinar connector',
  description: 'Components of the webinar connector',
  customizationprefix: 'wbc',
  customizationoptionvalueprefix: 52413,
} as const

/** The unmanaged solution, with the version of the connector that brought it last. */
export const solution = {
  uniquename: 'WebinarConnector',
  friendlyname: 'Webinar connector',
  version: `${packageFile.version.replace(/-.*/, '')}.0`,
} as const

/** The name space of the ids of the connector's components. Changing it would make each of them a second time. */
const components = '3f6f0d5c-8a55-4d0c-9a39-5f5b0e9c7a11'

/** The id of a component, which it keeps whatever people rename it to. */
export function fixedId(...names: readonly string[]) {
  return uuidV5(names.join('|'), components)
}
