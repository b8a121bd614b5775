import { DeadlineError, withDeadline } from '../../core/deadline.ts'
import { day, hour, minute, second } from '../../core/time.ts'
import type { AccountRecord } from '../../model/configuration.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { Services } from '../../services.ts'
import { eachAccount } from '../configurations/each-account.ts'
import { foundFrom, foundTo, showFoundWebinars } from './found-webinars.ts'

/**
 * The list of an account is read so often, which spends a little of what the provider allows (ON24: 30 calls a minute);
 * that of an account with nothing ahead only for webinars that Dynamics does not know.
 */
const every = { withWebinars: 15 * minute, without: hour }

/** Time to read the list of an account, at the pace of ON24's quota some 2,000 webinars, and for all lists of a sweep. */
const time = { account: 40 * second, all: 60 * second }

/** Under this name it is kept when the list of an account was last read. */
export function digestsCursor(configuration: string) {
  return `digests ${configuration}`
}

/**
 * Reads the digests of webinars ahead, by account and webinar id, of accounts whose list was not read lately. An account
 * that cannot be asked, or takes too long, is missing: it is asked again next time. Where Dynamics has a place for
 * webinars that exist at their provider only, what the lists tell of these is shown there.
 * @param named ids of webinars that rows of Dynamics are known to name
 */
export async function readDigests(
  webinars: readonly WebinarRow[],
  named: ReadonlySet<string>,
  accounts: readonly AccountRecord[],
  services: Services,
): Promise<Map<string, Map<string, string>>> {
  const { crm, accountFor, cursors } = services
  const shows = await crm.keepsFoundWebinars()
  const now = services.now().getTime()
  const from = shows ? foundFrom(services.now()) : new Date(now - day)
  /** The last end by account, later than any start. */
  const ends = new Map<string, number>()
  for (const { configuration = '', end } of webinars) {
    ends.set(configuration, Math.max(ends.get(configuration) ?? now, Date.parse(`${end}Z`) + day))
  }
  // An account that hangs is known to be unwell, and comes after the others.
  const asked = accounts
    .filter(({ id }) => shows || ends.has(id))
    .sort((one, other) => wellFirst(one) - wellFirst(other))
  const digests = new Map<string, Map<string, string>>()
  const read = async ({ id }: AccountRecord) => {
    const last = Date.parse((await cursors.cursor(digestsCursor(id))) ?? '')
    if (services.now().getTime() - last < (ends.has(id) ? every.withWebinars : every.without)) return
    const account = await accountFor(id)
    if (!account) return
    const note = () => cursors.setCursor(digestsCursor(id), services.now().toISOString())
    // Nobody waits for the list of such an account: after a failure it has time.
    if (!ends.has(id)) await note()
    const to = Math.max(ends.get(id) ?? 0, shows ? foundTo(services.now()).getTime() : 0)
    const listed = await Array.fromAsync(account.webinarDigests(from, new Date(to)))
    digests.set(id, new Map(listed.map(({ webinarId, digest }) => [webinarId, digest])))
    if (shows) await showFoundWebinars(id, listed, named, services)
    await note()
  }
  await withDeadline(time.all, (signal) =>
    eachAccount(
      asked,
      time.account,
      services.providers,
      async (account) => (signal.aborted ? undefined : read(account)),
      () => undefined,
    ),
  ).catch(ifLate)
  return digests
}

const wellFirst = ({ health }: AccountRecord) => (health.status === 'healthy' ? 0 : 1)

function ifLate(error: unknown) {
  if (!(error instanceof DeadlineError)) throw error
}
