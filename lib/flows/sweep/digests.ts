import { DeadlineError, withDeadline } from '../../core/deadline.ts'
import { day, minute, second } from '../../core/time.ts'
import type { AccountRecord } from '../../model/configuration.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { Services } from '../../services.ts'
import { eachAccount } from '../configurations/each-account.ts'

/** The list of an account is read so often, which spends a little of what the provider allows (ON24: 30 calls a minute). */
const every = 15 * minute

/** Time to read the list of an account, at the pace of ON24's quota some 2,000 webinars, and for all lists of a sweep. */
const time = { account: 40 * second, all: 60 * second }

/** Under this name it is kept when the list of an account was last read. */
export function digestsCursor(configuration: string) {
  return `digests ${configuration}`
}

/**
 * Reads the digests of webinars ahead, by account and webinar id, of accounts whose list was not read lately. An account
 * that cannot be asked, or takes too long, is missing: it is asked again next time.
 */
export async function readDigests(
  webinars: readonly WebinarRow[],
  accounts: readonly AccountRecord[],
  services: Services,
): Promise<Map<string, Map<string, string>>> {
  const { accountFor, cursors } = services
  const from = services.now().getTime() - day
  /** The last end by account, later than any start. */
  const ends = new Map<string, number>()
  for (const { configuration = '', end } of webinars) {
    ends.set(configuration, Math.max(ends.get(configuration) ?? from, Date.parse(`${end}Z`) + day))
  }
  // An account that hangs is known to be unwell, and comes after the others.
  const asked = accounts.filter(({ id }) => ends.has(id)).sort((one, other) => wellFirst(one) - wellFirst(other))
  const digests = new Map<string, Map<string, string>>()
  const read = async ({ id }: AccountRecord) => {
    const last = Date.parse((await cursors.cursor(digestsCursor(id))) ?? '')
    if (services.now().getTime() - last < every) return
    const account = await accountFor(id)
    if (!account) return
    const listed = new Map<string, string>()
    for await (const one of account.webinarDigests(new Date(from), new Date(ends.get(id) ?? from))) {
      listed.set(one.webinarId, one.digest)
    }
    digests.set(id, listed)
    await cursors.setCursor(digestsCursor(id), services.now().toISOString())
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
