import type { Services } from '../../services.ts'
import { enqueueWebinarsOfConfiguration } from '../sweep/fan-out.ts'
import { typesCursor } from './webinar-types.ts'

/** Reads anew what was held of a configuration, and enqueues what waited for it. */
export async function resume(configuration: string, services: Services) {
  services.evictAccount(configuration)
  services.evictTerms()
  // Should it fail now, the next sweep does it, however lately the types were shown.
  await services.cursors.dropCursor(typesCursor(configuration))
  await services.refreshTypes(configuration)
  return enqueueWebinarsOfConfiguration(configuration, services)
}
