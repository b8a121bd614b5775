import { AppError, CredentialsRefusedError } from '../../core/errors.ts'
import type { OwnedCheckIn, RegistrationKey, WebinarRow } from '../../model/crm.ts'
import type { WebinarAccount } from '../../model/provider.ts'
import type { Attendance } from '../../model/webinar.ts'
import { addExisting, noCheckIns, placeCheckIn } from '../../rules/attendance/existing-check-ins.ts'
import {
  adoptEventRegistrations,
  indexRegistrations,
  type MatchedRegistration,
  matchAttendee,
} from '../../rules/attendance/match-attendees.ts'
import { isFinal } from '../../rules/attendance/pull-schedule.ts'
import { endOf, timesFor } from '../../rules/attendance/remembered-times.ts'
import { checkInHash, toCheckIn } from '../../rules/attendance/to-check-in.ts'
import { unionOf } from '../../rules/attendance/union-of.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { Unmatched } from '../../stores/attendance.ts'
import type { RowReference } from '../../stores/queues.ts'
import { healthOf, healthy } from '../configurations/health.ts'
import { writeMetricsTime } from '../configurations/write-status.ts'
import { isAnothers } from '../webinars/webinar-owner.ts'
import { bisectWrite } from './bisect-write.ts'
import { liveEnds } from './live-end.ts'
import { createOwnedWrite } from './write-owned.ts'

export type PullCounts = { attendees: number; matched: number; written: number; unmatched: number }

/** Rows of one write: large enough for few calls, small enough for Dataverse's advice of 100 to 1000. */
const rowsPerWrite = 500

/** Brings one webinar's attendance to CRM: reads both lists, matches, writes what changed. Undefined: nothing to read. */
export async function pullAttendance(row: RowReference, services: Services): Promise<PullCounts | undefined> {
  const webinar = await services.crm.webinar(row)
  if (!webinar || !isWebinar(webinar) || !webinar.configuration || !webinar.webinarId) return undefined
  const { configuration, webinarId } = webinar
  const account = await services.accountFor(configuration)
  if (!account || (await isAnothers(webinar, services))) return undefined
  const asOf = services.now()
  try {
    const stands = async () => (await services.accountFor(configuration)) !== undefined
    const pulled = await pull(webinar, webinarId, account, stands, services)
    if (!pulled) return undefined
    const { counts, unmatched } = pulled
    const isNews = await remember(webinar, { configuration, webinarId, asOf }, counts, unmatched, services)
    const isShown = isNews && (await services.statusStore.written('webinar', webinar.id)) !== undefined
    if (isShown) await services.queues.send('webinars', [row])
    await services.credentialStore.note(configuration, { lastMetricsUpdate: asOf })
    await writeMetricsTime(configuration, asOf, services)
    await services.reportHealth(configuration, healthy(account.title, asOf))
    return counts
  } catch (error) {
    if (error instanceof AppError) error.configuration = configuration
    if (error instanceof CredentialsRefusedError) await services.reportHealth(configuration, healthOf(error, asOf))
    // An account without the access level is asked again when it would have been read again.
    const forbidden = error instanceof CredentialsRefusedError && error.status === 'forbidden'
    const isAnswer = error instanceof AppError && (!error.retry || forbidden)
    if (isAnswer) await services.attendanceStore.setRefused(webinar.kind, webinar.id, asOf)
    throw error instanceof AppError ? error : new Error('Attendance could not be brought to CRM.', { cause: error })
  }
}

/** Undefined if the credentials were removed on the way: a large webinar takes minutes. */
async function pull(
  webinar: WebinarRow,
  webinarId: string,
  account: WebinarAccount,
  stands: () => Promise<boolean>,
  { crm }: Services,
) {
  const index = indexRegistrations(await registrationsOf(webinar, crm))
  const existing = noCheckIns()
  for await (const checkIn of crm.checkInsOf(webinar.kind, webinar.id)) addExisting(existing, checkIn)
  let owner: ReturnType<typeof crm.webinarOwner> | undefined
  const webinarOwner = () => {
    owner ??= crm.webinarOwner(webinar.kind, webinar.id)
    return owner
  }
  const writeOwned = createOwnedWrite(crm.writeCheckIns, webinarOwner)
  const carried = new Map<string, string>()
  for await (const registrant of account.registrants(webinarId)) {
    if (registrant?.registrationId) carried.set(registrant.providerId, registrant.registrationId)
  }

  const unmatched: Unmatched[] = []
  // The whole list is read before anything is written: a person may be listed twice, and counts once.
  const people = new Map<string, { attendance: Attendance; registration: MatchedRegistration }>()
  for await (const attendance of account.attendances(webinarId)) {
    if (!attendance) {
      unmatched.push({ providerId: '', reason: 'unreadable' })
      continue
    }
    const match = matchAttendee(attendance, carried.get(attendance.providerId), index)
    if ('reason' in match) {
      unmatched.push({ providerId: attendance.providerId, reason: match.reason })
      continue
    }
    const { registration } = match
    const before = people.get(registration.id)?.attendance
    people.set(registration.id, { registration, attendance: before ? unionOf(before, attendance) : attendance })
  }

  const attendees = people.size + unmatched.length
  const counts: PullCounts = { attendees, matched: people.size, written: 0, unmatched: 0 }
  const providerIds = new Map<string, string>()
  let changed: OwnedCheckIn[] = []
  const write = async () => {
    const offending = await bisectWrite(changed, writeOwned)
    for (const { id } of offending) unmatched.push({ providerId: providerIds.get(id) ?? '', reason: 'refused' })
    counts.written += changed.length - offending.length
    counts.matched -= offending.length
    changed = []
    providerIds.clear()
  }
  for (const { attendance, registration } of people.values()) {
    const checkIn = placeCheckIn(existing, toCheckIn(attendance, registration, webinar))
    const there = existing.hashes.get(checkIn.id)
    if (there === checkInHash(checkIn)) continue
    providerIds.set(checkIn.id, attendance.providerId)
    const isNew = there === undefined
    changed.push({ ...checkIn, owner: isNew ? (registration.owner ?? (await webinarOwner())) : undefined })
    if (changed.length < rowsPerWrite) continue
    if (!(await stands())) return undefined
    await write()
  }
  if (!(await stands())) return undefined
  await write()
  return { counts: { ...counts, unmatched: unmatched.length }, unmatched }
}

async function registrationsOf({ kind, id, eventId }: WebinarRow, crm: Services['crm']): Promise<RegistrationKey[]> {
  const registrations = await Array.fromAsync(crm.registrationKeys(kind, id))
  if (registrations.every(({ eventRegistrationId }) => eventRegistrationId)) return registrations
  return adoptEventRegistrations(registrations, await Array.fromAsync(crm.registrationKeys('event', eventId)))
}

/** Keeps what was read; true if the row may not say so yet. */
async function remember(
  webinar: WebinarRow,
  place: { configuration: string; webinarId: string; asOf: Date },
  { attendees, matched }: PullCounts,
  unmatched: readonly Unmatched[],
  services: Services,
) {
  const { attendanceStore } = services
  const known = await attendanceStore.pull(webinar.kind, webinar.id)
  const same = known?.webinarId === place.webinarId ? known : undefined
  const { moved, queuedAt } = same ?? {}
  const { liveEnd, archiveEnd } = timesFor(same, webinar)
  const ended = liveEnd ?? (await liveEnds([webinar], services)).get(webinar.id)
  const final = ended !== undefined && isFinal({ liveEnd: ended, archiveEnd }, place.asOf)
  await attendanceStore.setUnmatched(webinar.kind, webinar.id, place.configuration, unmatched)
  const times = { end: endOf(webinar), liveEnd, archiveEnd, refusedAt: undefined, final }
  const isSame =
    same?.attendees === attendees && same.matched === matched && same.end?.getTime() === times.end?.getTime()
  const unchangedSince = isSame ? (same.countsAt ?? same.asOf) : undefined
  const countsAt = unchangedSince ?? place.asOf
  const news = { attendees, matched, countsAt, moved, movedThen: moved, queuedAt }
  await attendanceStore.setPull(webinar.kind, webinar.id, { ...place, ...times, ...news })
  // A run that died before it told the row has kept the counts already.
  return !unchangedSince || (queuedAt !== undefined && unchangedSince >= queuedAt)
}
