import { createCache } from '../../core/cache.ts'
import { MisconfiguredError, UnavailableError } from '../../core/errors.ts'
import { hour } from '../../core/time.ts'
import type { Services } from '../../services.ts'

type Verdict = { isOwn: boolean }

/** Under these names it is kept which environment the app serves, and with which settings it refused another. */
const served = 'organization served'
const refused = 'organization refused'

/**
 * Keeps the app to the one environment whose accounts and records it holds: in a copy of it the same rows would speak for
 * the same people. The first environment that is met is remembered.
 * @param url where the environment is
 * @param meant the id of the environment that an operator said is meant
 */
export function createOwnOrganization(
  { url, meant }: { url: string; meant: string | undefined },
  {
    organizationId,
    cursors,
    watchedTables,
  }: { organizationId(): Promise<string> } & Pick<Services, 'cursors' | 'watchedTables'>,
) {
  /** Other settings ask anew, and so they end a refusal. */
  const asked = `${url} ${meant ?? ''}`

  // Either verdict is held: where it was wrong, a setting changes, and with it the app starts anew.
  const verdicts = createCache<Verdict>(hour, async () => {
    const [found, before] = await Promise.all([organizationId(), cursors.cursor(served)])
    if (found !== (meant ?? before ?? found)) {
      await cursors.setCursor(refused, asked)
      return { isOwn: false }
    }
    await cursors.dropCursor(refused)
    if (found !== before) {
      // How far the changes of the former environment were read says nothing of this one.
      if (before) for (const table of watchedTables) await cursors.dropCursor(table)
      await cursors.setCursor(served, found)
    }
    return { isOwn: true }
  })

  return {
    async ensureOwnOrganization() {
      if ((await verdicts.get('organization'))?.isOwn === false) throw otherOrganization()
    },

    /** Tells from storage alone whether any instance refused the environment of these settings. @throws Misconfigured */
    async ensureNotRefused() {
      const note = await cursors.cursor(refused).catch((error: unknown) => {
        // Storage that is out says nothing of how the app is set up.
        if (!(error instanceof UnavailableError)) throw error
      })
      if (note === asked) throw otherOrganization()
    },
  }
}

function otherOrganization() {
  return new MisconfiguredError([{ code: 'other_organization' }])
}
