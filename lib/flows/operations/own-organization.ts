import { createCache } from '../../core/cache.ts'
import { MisconfiguredError, UnavailableError } from '../../core/errors.ts'
import { hour } from '../../core/time.ts'
import type { Organizations } from '../../model/crm.ts'
import type { Services } from '../../services.ts'

type Verdict = { isOwn: false } | { isOwn: true; organizations: Organizations }

/**
 * Under these names it is kept which environment the app serves, which ones it served before a move that was meant, and
 * with which settings it refused another.
 */
const served = 'organization served'
const former = 'organizations served before'
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
    const left = ((await cursors.cursor(former)) ?? '').split(' ').filter(Boolean)
    if (found !== before) {
      if (before) {
        left.push(before)
        await cursors.setCursor(former, left.join(' '))
        // How far the changes of the former environment were read says nothing of this one.
        for (const table of watchedTables) await cursors.dropCursor(table)
      }
      await cursors.setCursor(served, found)
    }
    return { isOwn: true, organizations: [found, ...left.filter((id) => id !== found)] }
  })

  async function ownOrganizations() {
    const verdict = await verdicts.get('organization')
    if (!verdict?.isOwn) throw otherOrganization()
    return verdict.organizations
  }

  return {
    async ensureOwnOrganization() {
      await ownOrganizations()
    },

    /** The id of the environment, and those of which it took the place. @throws Misconfigured */
    ownOrganizations,

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
