import * as v from 'valibot'
import { createCache } from '../core/cache.ts'
import { minute } from '../core/time.ts'
import type { Dataverse } from './client.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'

const organization = select(tables.organization, ['languagecode'])

/** learn.microsoft.com/power-apps/developer/data-platform/webapi/reference/whoamiresponse */
const WhoAmI = v.object({ OrganizationId: v.pipe(v.string(), v.toLowerCase()) })
const OwnUser = v.object({ UserId: v.string() })

/** A base language never changes; one that could not be read is asked for again after this. In milliseconds. */
const heldFor = 10 * minute
/** A text is not kept waiting for its language. In milliseconds. */
const patience = 5000

/** The environment itself: the one row of the table `organization`. */
export function createOrganization(dataverse: Dataverse) {
  let known: number | undefined
  async function read() {
    for await (const { languagecode } of dataverse.rows(organization, {})) known ??= languagecode ?? undefined
  }
  // One reading for all who ask meanwhile, and none for a while after it failed.
  const readings = createCache<true>(heldFor, async () => {
    const late = new Promise<void>((resolve) => setTimeout(resolve, patience).unref())
    await Promise.race([read(), late]).catch(() => undefined)
    return true
  })

  return {
    /** The id of the environment; a copy has another. */
    async organizationId(): Promise<string> {
      return (await dataverse.read(WhoAmI, 'WhoAmI')).OrganizationId
    },

    /** The id of the app's own user. */
    async ownUser(): Promise<string> {
      return (await dataverse.read(OwnUser, 'WhoAmI')).UserId
    },

    /** The base language as a Windows code (1031 is German); undefined while it cannot be read. Never throws. */
    async languageCode(): Promise<number | undefined> {
      if (known === undefined) await readings.get('organization')
      return known
    },
  }
}
