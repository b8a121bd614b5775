import { createCache } from '../core/cache.ts'
import type { Dataverse } from './client.ts'
import { select } from './selection.ts'
import { tables } from './tables.ts'

const organization = select(tables.organization, ['languagecode'])

/** A base language never changes; one that could not be read is asked for again after this. In milliseconds. */
const heldFor = 10 * 60_000
/** A text is not kept waiting for its language. In milliseconds. */
const patience = 5000

/** The environment itself: the one row of the table `organization`. */
export function createOrganization(dataverse: Dataverse) {
  let known: number | undefined
  // One reading for all who ask meanwhile, and none for a while after it failed.
  const reading = createCache<number>(heldFor, async () => {
    const read = async () => {
      for await (const { languagecode } of dataverse.rows(organization, {})) known = languagecode ?? undefined
    }
    const late = new Promise<void>((resolve) => setTimeout(resolve, patience).unref())
    await Promise.race([read(), late]).catch(() => undefined)
    return known ?? 0
  })

  return {
    /** The base language as a Windows code (1031 is German); undefined while it cannot be read. Never throws. */
    async languageCode(): Promise<number | undefined> {
      return known ?? ((await reading.get('organization')) || undefined)
    },
  }
}
