import type { WebinarRow } from '../../model/crm.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { QueueName, RowReference } from '../../stores/queues.ts'

/** Enough messages at a time to be quick, few enough to hold in memory. */
const atOnce = 500

/** A changed contact may change what the provider knows of every webinar still ahead of them. */
export async function enqueueRegistrationsOfContact(contactId: string, { crm, queues, now }: Services) {
  async function* ahead() {
    for (const { table, id, webinar } of await crm.registrationsOf(contactId)) {
      if (isWebinar(webinar) && mayLieAhead(webinar.end, now())) yield { table, id }
    }
  }
  return queueAll('registrations', ahead(), queues)
}

/**
 * A changed event or session may be what its registrations were waiting for; if it runs as another webinar than
 * before, those that were taken there move. What happened in the past is left to a backfill.
 */
export async function enqueueRegistrationsOfWebinar(row: RowReference, services: Services) {
  const webinar = await services.crm.webinar(row)
  if (!webinar || !isWebinar(webinar) || !mayLieAhead(webinar.end, services.now())) return 0
  const { kind, id, configuration = '', webinarId = '' } = webinar
  const before = await services.attendanceStore.runsAs(kind, id)
  const stays = before?.configuration === configuration && before.webinarId === webinarId
  const affected = stays ? services.crm.registrationsFor(webinar, 'open') : openOrElsewhere(webinar, services)
  const queued = await queueAll('registrations', affected, services.queues)
  // Of an account that was removed nothing is remembered.
  const isKept = !stays && (await services.credentialStore.configuration(configuration)) !== undefined
  if (isKept) await services.attendanceStore.setRunsAs(kind, id, { configuration, webinarId })
  return queued
}

/**
 * Registrations that are open, or that this app took to another webinar. Those that somebody else synced long ago are
 * theirs: to take them over is for a backfill.
 */
async function* openOrElsewhere(webinar: WebinarRow, services: Services) {
  for await (const row of services.crm.registrationsFor(webinar, 'all')) {
    const record = row.synced ? await services.registrationStore.record(row.id) : undefined
    const elsewhere =
      record && (record.webinarId !== webinar.webinarId || record.configuration !== webinar.configuration)
    if (!row.synced || elsewhere) yield row
  }
}

/** All registrations of a webinar go out anew: it was called off, or is held again. */
export function enqueueAllRegistrations(webinar: WebinarRow, { crm, queues }: Services) {
  return queueAll('registrations', crm.registrationsFor(webinar, 'all'), queues)
}

/** An event that moved to another time zone moves its sessions, which have none of their own. */
export async function enqueueSessionsOfEvent(row: RowReference, { crm, queues, now }: Services) {
  async function* ahead() {
    for await (const session of crm.sessionsOf(row)) {
      if (isWebinar(session) && mayLieAhead(session.end, now())) yield { table: session.table, id: session.id }
    }
  }
  return queueAll('webinars', ahead(), queues)
}

/** New credentials may be what the webinars of a configuration were waiting for. */
export async function enqueueWebinarsOfConfiguration(configuration: string, { crm, queues, now }: Services) {
  async function* ahead() {
    for await (const webinar of crm.webinarsOf(configuration)) {
      if (isWebinar(webinar) && mayLieAhead(webinar.end, now())) yield { table: webinar.table, id: webinar.id }
    }
  }
  return queueAll('webinars', ahead(), queues)
}

async function queueAll(queue: QueueName, rows: AsyncIterable<RowReference>, queues: Services['queues']) {
  let queued = 0
  let batch: RowReference[] = []
  const flush = async () => {
    await queues.send(queue, batch)
    queued += batch.length
    batch = []
  }
  for await (const row of rows) {
    batch.push(row)
    if (batch.length === atOnce) await flush()
  }
  await flush()
  return queued
}
