import { createCache } from '../../core/cache.ts'
import { DeadlineError, withDeadline } from '../../core/deadline.ts'
import { AppError, ifConflict, missingIfUnreadable } from '../../core/errors.ts'
import { second } from '../../core/time.ts'
import type { Entrance, Joining, SignInForm } from '../../model/entrance.ts'
import type { AppliedState } from '../../rules/registrations/applied-state.ts'
import { isSigned, readJoinToken } from '../../rules/registrations/join-link.ts'
import { entryAt } from '../../rules/webinars/entrance.ts'
import type { Services } from '../../services.ts'
import type { RegistrationRecord } from '../../stores/registrations.ts'
import { noteEntrance } from '../webinars/note-entrance.ts'

type Needed = Pick<
  Services,
  | ('registrationStore' | 'entranceStore' | 'attendanceStore' | 'timeZoneOfCode')
  | ('accountFor' | 'registrantCipherFor' | 'now')
> & { crm: Pick<Services['crm'], 'accountSettings' | 'webinarTableOf' | 'plannedWebinar'> }

/** People in these states are let in by no link. */
const isOut: ReadonlySet<AppliedState['state']> = new Set(['cancelled', 'blocked', 'erased'])
/** An answer serves all who ask within this, in milliseconds: a link that is opened again and again costs nothing. */
const heldFor = 10 * second
/** Somebody who waits for longer is better off on the webinar's page, where the address is asked for. */
const patience = 3 * second

const unknown: Joining = { to: 'unknown' }
/** Compared with where there is no link, so that the answer takes the same time. */
const noLink = { proof: '-'.repeat(43) }

/**
 * Finds the way of join links, in the app's own records: it works while Dynamics, the provider and the vault are out. They
 * are asked only for what makes it more comfortable, or was never noted.
 */
export function createJoining(services: Needed) {
  const entrances = createCache<Entrance>(heldFor, (key) => findEntrance(key, services))
  const answers = createCache<Joining>(heldFor, (token) => find(token, entrances.get, services))
  return {
    /** @throws Unavailable while storage is out */
    joining: async (token: string): Promise<Joining> => (await answers.get(token)) ?? unknown,
  }
}

/** Unknown, forged and revoked links have one answer. */
async function find(
  token: string,
  entranceOf: (key: string) => Promise<Entrance | undefined>,
  services: Needed,
): Promise<Joining> {
  const { registrationStore, attendanceStore, now } = services
  const read = readJoinToken(token)
  if (!read) return unknown
  const { registrationId, signature } = read
  const record = await registrationStore.record(registrationId).catch(missingIfUnreadable)
  if (!isSigned(record?.link ?? noLink, signature) || !record) return unknown
  const [entrance, applied] = await Promise.all([
    entranceOf(`${record.kind} ${record.webinarRow}`),
    registrationStore.readApplied({ ...record, firstEditionHash: '' }).catch(ifConflict),
  ])
  if (!entrance) return unknown
  if (entrance.isCancelled) return { to: 'cancelled', entrance }
  if (!record.link?.isOpen || (applied && isOut.has(applied.state))) return unknown
  if (!entrance.audienceUrl) return { to: 'not ready', entrance }
  const pull =
    entrance.end && entrance.end < now() ? await attendanceStore.pull(record.kind, record.webinarRow) : undefined
  const isOfThis = pull?.webinarId === entrance.webinarId && pull.configuration === entrance.configuration
  const entry = entryAt(entrance, isOfThis ? pull.archiveEnd : undefined, now())
  if (entry === 'over') return { to: 'over', entrance }
  const signIn = await withDeadline(patience, () => signInOf(registrationId, record, entrance, services)).catch(ifOut)
  return { to: entry === 'early' ? 'early' : 'webinar', entrance, signIn }
}

/** The record of it; where none was written yet, the row in Dynamics. */
async function findEntrance(key: string, services: Needed): Promise<Entrance | undefined> {
  const { crm, entranceStore } = services
  const [of, id = ''] = key.split(' ')
  const kind = of === 'session' ? 'session' : 'event'
  const known = await entranceStore.entrance(kind, id).catch(missingIfUnreadable)
  if (known) return known
  const webinar = await crm.plannedWebinar({ table: crm.webinarTableOf(kind), id })
  return webinar && noteEntrance(webinar, {}, services)
}

/** Where the account's webinars take a log-in only, the form that does it for the person. */
async function signInOf(
  registrationId: string,
  { configuration, sealedEmail }: RegistrationRecord,
  entrance: Entrance,
  { crm, accountFor, registrantCipherFor }: Needed,
): Promise<SignInForm | undefined> {
  if (!(await crm.accountSettings(entrance.configuration)).loginOnly) return undefined
  const account = await accountFor(entrance.configuration)
  const email = (await registrantCipherFor(configuration)).open(sealedEmail, registrationId)
  return email === undefined ? undefined : account?.signInForm?.(entrance.audienceUrl, email)
}

/** Then the webinar's own page asks for the address. */
function ifOut(error: unknown): undefined {
  if (!(error instanceof AppError || error instanceof DeadlineError)) throw error
}
