import { AppError, CredentialsRefusedError, UnfinishedError } from '../../core/errors.ts'
import { createSemaphore } from '../../core/semaphore.ts'
import { second } from '../../core/time.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { needsFullReading } from '../../rules/attendance/needs-full-reading.ts'
import { isFinal } from '../../rules/attendance/pull-schedule.ts'
import { timesFor } from '../../rules/attendance/remembered-times.ts'
import { broughtOf } from '../../rules/attendance/retention.ts'
import { wantedOf } from '../../rules/registrants/wanted.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { Pull } from '../../stores/attendance.ts'
import type { RowReference } from '../../stores/queues.ts'
import { healthOf, stillHealthy } from '../configurations/health.ts'
import { writeMetricsTime } from '../configurations/write-status.ts'
import { isAnothers } from '../webinars/webinar-owner.ts'
import { bringPeople } from './bring-people.ts'
import { erasedLately, nobody } from './erased-lately.ts'
import { liveEnds } from './live-end.ts'
import { readAttendees } from './read-attendees.ts'
import { remember } from './remember.ts'
import { type PullCounts, writeAttendance } from './write-attendance.ts'

/**
 * Four at a time on an instance, for each holds all attendees of its webinar in memory. A message whose turn is not soon
 * comes back, so that it keeps no other work from being done.
 */
const inTurn = createSemaphore(4, 15 * second, () => new UnfinishedError('Other webinars are read first.'))

/**
 * Brings one webinar's attendance to CRM: reads both lists, matches, writes what changed. Undefined: nothing to read.
 * @param isOrdered somebody asked for it, so that CRM's side is read as well
 * @throws UnfinishedError if other webinars, or the rest of this one, are for the message's next turn
 */
export function pullAttendance(row: RowReference, services: Services, isOrdered = false) {
  return inTurn(() => pull(row, services, isOrdered))
}

async function pull(row: RowReference, services: Services, isOrdered: boolean): Promise<PullCounts | undefined> {
  const webinar = await services.crm.webinar(row)
  if (!webinar || !isWebinar(webinar) || !webinar.configuration || !webinar.webinarId) return undefined
  const { kind, id, configuration, webinarId } = webinar
  const account = await services.accountFor(configuration)
  if (!account || (await isAnothers(webinar, services))) return undefined
  const asOf = services.now()
  try {
    const known = await lastPull(webinar, services)
    const { liveEnd, archiveEnd } = timesFor(known, webinar)
    const ended = liveEnd ?? (await liveEnds([webinar], services)).get(id)
    const isLast = ended !== undefined && isFinal({ liveEnd: ended, archiveEnd }, asOf)
    const settings = await services.crm.accountSettingsNow(configuration)
    const brought = broughtOf(webinar, settings, asOf)
    const isInDetail = brought.unmatched && (await services.crm.keepsAttendees())
    const isErased = isInDetail ? await erasedLately(webinar, services) : nobody
    const wanted = webinar.cancelled ? undefined : wantedOf(settings)
    const listed = await readAttendees(webinar, webinarId, account, isInDetail && brought, isErased, wanted)
    const inFull = isOrdered || isLast || needsFullReading(known, listed.digest, asOf)
    const stands = async () => (await services.accountFor(configuration)) !== undefined
    if (inFull && listed.people) await bringPeople(webinar, listed.people, settings, stands, services)
    const pulled = known && !inFull ? unchanged(known) : await writeAttendance(webinar, listed, stands, services)
    if (!pulled || !(await stands())) return undefined

    const { counts, unmatched } = pulled
    const isRefused = unmatched?.some(({ reason }) => reason === 'refused')
    const reading = {
      ...{
        configuration,
        webinarId,
        asOf,
        attendees: counts.attendees,
        matched: counts.matched,
        minutes: listed.minutes,
      },
      ...{ movedThen: known?.moved, digest: isRefused ? undefined : listed.digest },
      fullAt: inFull ? asOf : known?.fullAt,
    }
    const isNews = await remember(webinar, reading, unmatched, ended, services)
    const isShown = isNews && (await services.statusStore.written('webinar', id)) !== undefined
    if (isShown) await services.queues.send('webinars', [row])
    await services.markCounted(row)
    if (inFull) {
      await services.credentialStore.note(configuration, { lastMetricsUpdate: asOf })
      await writeMetricsTime(configuration, asOf, services)
    }
    await services.reportHealth(configuration, stillHealthy(account.title, asOf))
    return counts
  } catch (error) {
    if (error instanceof AppError) error.configuration = configuration
    if (error instanceof CredentialsRefusedError) await services.reportHealth(configuration, healthOf(error, asOf))
    // An account without the access level is asked again when it would have been read again.
    const forbidden = error instanceof CredentialsRefusedError && error.status === 'forbidden'
    const isAnswer = error instanceof AppError && (!error.retry || forbidden)
    if (isAnswer) await services.attendanceStore.setRefused(kind, id, asOf)
    throw error instanceof AppError ? error : new Error('Attendance could not be brought to CRM.', { cause: error })
  }
}

/** The record of the webinar as which the row runs now. */
async function lastPull({ kind, id, webinarId }: WebinarRow, { attendanceStore }: Pick<Services, 'attendanceStore'>) {
  const known = await attendanceStore.pull(kind, id)
  return known?.webinarId === webinarId ? known : undefined
}

/** The counts of the last reading; its unmatched attendees stay as they are. */
function unchanged({ attendees, matched }: Pull) {
  return { counts: { attendees, matched, written: 0, unmatched: attendees - matched }, unmatched: undefined }
}
