import { AppError, CredentialsRefused } from '../../core/errors.ts'
import type { CredentialStore } from '../../credentials/credential-store.ts'
import type { CheckIns } from '../../dataverse/check-ins.ts'
import type { Configurations } from '../../dataverse/configurations.ts'
import type { Registrations } from '../../dataverse/registrations.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { Health } from '../../model/configuration.ts'
import type { CheckIn, RegistrationKey, WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import { adoptEventRegistrations, indexRegistrations, matchAttendee } from '../../rules/attendance/match-attendees.ts'
import { isFinal } from '../../rules/attendance/pull-schedule.ts'
import { checkInFingerprint, toCheckIn } from '../../rules/attendance/to-check-in.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Unmatched, WebinarMemory } from '../../stores/attendance.ts'
import type { RowReference } from '../../stores/queues.ts'
import { healthOf, healthy } from '../configurations/health.ts'
import { writeHalving } from './bisect-write.ts'
import { type Neighbours as LiveEnds, liveEnds } from './live-end.ts'

export type Neighbours = LiveEnds & {
  crm: Pick<Webinars, 'webinar'> &
    Pick<Registrations, 'registrationKeys'> &
    CheckIns &
    Pick<Configurations, 'writeConfiguration'>
  store: Pick<CredentialStore, 'note'>
  webinars: Pick<WebinarMemory, 'pull' | 'setPull' | 'setRefused' | 'setUnmatched'>
  accountFor(configuration: string): Promise<WebinarAccount | undefined>
  reportHealth(configuration: string, health: Health): Promise<void>
  now(): Date
}

export type Counts = { attendees: number; matched: number; written: number; unmatched: number }

/** Rows of one write: large enough for few calls, small enough for Dataverse's advice of 100 to 1000. */
const rowsPerWrite = 500

/** Brings one webinar's attendance to CRM: reads both lists, matches, writes what changed. Undefined: nothing to read. */
export async function syncAttendance(row: RowReference, given: Neighbours): Promise<Counts | undefined> {
  const webinar = await given.crm.webinar(row)
  if (!webinar || !runsAsWebinar(webinar) || !webinar.configuration || !webinar.webinarId) return undefined
  const { configuration, webinarId } = webinar
  const account = await given.accountFor(configuration)
  if (!account) return undefined
  const asOf = given.now()
  try {
    const stands = async () => (await given.accountFor(configuration)) !== undefined
    const pulled = await pull(webinar, webinarId, account, stands, given)
    if (!pulled) return undefined
    const { counts, unmatched } = pulled
    await remember(webinar, { configuration, webinarId, asOf }, counts, unmatched, given)
    await given.store.note(configuration, { lastMetricsUpdate: asOf })
    await given.crm.writeConfiguration(configuration, { metricsAt: asOf })
    await given.reportHealth(configuration, healthy(account.title, asOf))
    return counts
  } catch (error) {
    if (error instanceof AppError) error.configuration = configuration
    if (error instanceof CredentialsRefused) await given.reportHealth(configuration, healthOf(error, asOf))
    // An account without the access level is asked again when it would have been read again.
    const forbidden = error instanceof CredentialsRefused && error.status === 'forbidden'
    const isAnswer = error instanceof AppError && (!error.retry || forbidden)
    if (isAnswer) await given.webinars.setRefused(webinar.kind, webinar.id, asOf)
    throw error instanceof AppError ? error : new Error('Attendance could not be brought to CRM.', { cause: error })
  }
}

/** Undefined if the credentials were removed on the way: a large webinar takes minutes. */
async function pull(
  webinar: WebinarRow,
  webinarId: string,
  account: WebinarAccount,
  stands: () => Promise<boolean>,
  { crm }: Neighbours,
) {
  const index = indexRegistrations(await registrationsOf(webinar, crm))
  const standing = new Map<string, string>()
  for await (const checkIn of crm.checkInsOf(webinar.kind, webinar.id))
    standing.set(checkIn.id, checkInFingerprint(checkIn))
  const carried = new Map<string, string>()
  for await (const { providerId, registrationId } of account.registrants(webinarId)) {
    if (registrationId) carried.set(providerId, registrationId)
  }

  const counts: Counts = { attendees: 0, matched: 0, written: 0, unmatched: 0 }
  const unmatched: Unmatched[] = []
  const providerIds = new Map<string, string>()
  let changed: CheckIn[] = []
  const write = async () => {
    const offending = await writeHalving(changed, crm.writeCheckIns)
    for (const { id } of offending) unmatched.push({ providerId: providerIds.get(id) ?? '', reason: 'refused' })
    counts.written += changed.length - offending.length
    counts.matched -= offending.length
    changed = []
    providerIds.clear()
  }
  for await (const attendance of account.attendances(webinarId)) {
    counts.attendees += 1
    const match = matchAttendee(attendance, carried.get(attendance.providerId), index)
    if ('reason' in match) {
      unmatched.push({ providerId: attendance.providerId, reason: match.reason })
      continue
    }
    counts.matched += 1
    const checkIn = toCheckIn(attendance, match.registration, webinar)
    const fingerprint = checkInFingerprint(checkIn)
    if (standing.get(checkIn.id) === fingerprint) continue
    // A provider that lists somebody twice must not put one id twice into a write.
    standing.set(checkIn.id, fingerprint)
    if (providerIds.has(checkIn.id)) await write()
    providerIds.set(checkIn.id, attendance.providerId)
    changed.push(checkIn)
    if (changed.length < rowsPerWrite) continue
    if (!(await stands())) return undefined
    await write()
  }
  if (!(await stands())) return undefined
  await write()
  return { counts: { ...counts, unmatched: unmatched.length }, unmatched }
}

async function registrationsOf({ kind, id, eventId }: WebinarRow, crm: Neighbours['crm']): Promise<RegistrationKey[]> {
  const registrations = await Array.fromAsync(crm.registrationKeys(kind, id))
  if (registrations.every(({ eventRegistrationId }) => eventRegistrationId)) return registrations
  return adoptEventRegistrations(registrations, await Array.fromAsync(crm.registrationKeys('event', eventId)))
}

async function remember(
  webinar: WebinarRow,
  place: { configuration: string; webinarId: string; asOf: Date },
  { attendees, matched }: Counts,
  unmatched: readonly Unmatched[],
  given: Neighbours,
) {
  const { webinars } = given
  const known = await webinars.pull(webinar.kind, webinar.id)
  const { archiveEnd, moved, queuedAt } = known?.webinarId === place.webinarId ? known : {}
  const liveEnd = (await liveEnds([webinar], given)).get(webinar.id)
  const final = liveEnd !== undefined && isFinal({ liveEnd, archiveEnd }, place.asOf)
  await webinars.setUnmatched(webinar.kind, webinar.id, place.configuration, unmatched)
  const news = { attendees, matched, final, archiveEnd, moved, movedThen: moved, queuedAt, refusedAt: undefined }
  await webinars.setPull(webinar.kind, webinar.id, { ...place, ...news })
}
