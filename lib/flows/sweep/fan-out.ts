import type { Registrations } from '../../dataverse/registrations.ts'
import type { Webinars } from '../../dataverse/webinars.ts'
import type { WebinarRow } from '../../model/crm.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { runsAsWebinar } from '../../rules/webinars/is-webinar.ts'
import type { WebinarMemory } from '../../stores/attendance.ts'
import type { QueueName, Queues, RowReference } from '../../stores/queues.ts'
import type { RegistrationMemory } from '../../stores/registrations.ts'

/** Enough messages at a time to be quick, few enough to hold in memory. */
const atOnce = 500

/** A changed contact may change what the provider knows of every webinar still ahead of them. */
export async function queueRegistrationsOfContact(
  contactId: string,
  { crm, queues, now }: { crm: Pick<Registrations, 'registrationsOf'>; queues: Queues; now(): Date },
) {
  async function* ahead() {
    for await (const { table, id, webinar } of crm.registrationsOf(contactId)) {
      if (runsAsWebinar(webinar) && mayLieAhead(webinar.end, now())) yield { table, id }
    }
  }
  return queueAll('registrations', ahead(), queues)
}

/**
 * A changed event or session may be what its registrations were waiting for; if it runs as another webinar than
 * before, those that were taken there move. What happened in the past is left to a backfill.
 */
export async function queueRegistrationsOfWebinar(
  row: RowReference,
  given: {
    crm: Pick<Registrations, 'registrationsFor'> & Pick<Webinars, 'webinar'>
    webinars: Pick<WebinarMemory, 'runsAs' | 'setRunsAs'>
    registrations: Pick<RegistrationMemory, 'place'>
    queues: Queues
    now(): Date
  },
) {
  const webinar = await given.crm.webinar(row)
  if (!webinar || !runsAsWebinar(webinar) || !mayLieAhead(webinar.end, given.now())) return 0
  const { kind, id, configuration = '', webinarId = '' } = webinar
  const before = await given.webinars.runsAs(kind, id)
  const stays = before?.configuration === configuration && before.webinarId === webinarId
  const affected = stays ? given.crm.registrationsFor(webinar, 'open') : openOrElsewhere(webinar, given)
  const queued = await queueAll('registrations', affected, given.queues)
  if (!stays) await given.webinars.setRunsAs(kind, id, { configuration, webinarId })
  return queued
}

/**
 * Registrations that are open, or that this app took to another webinar. Those that somebody else synced long ago are
 * theirs: to take them over is for a backfill.
 */
async function* openOrElsewhere(
  webinar: WebinarRow,
  given: { crm: Pick<Registrations, 'registrationsFor'>; registrations: Pick<RegistrationMemory, 'place'> },
) {
  for await (const row of given.crm.registrationsFor(webinar, 'all')) {
    const place = row.synced ? await given.registrations.place(row.id) : undefined
    const elsewhere = place && (place.webinarId !== webinar.webinarId || place.configuration !== webinar.configuration)
    if (!row.synced || elsewhere) yield row
  }
}

/** All registrations of a webinar go out anew: it was called off, or is held again. */
export function queueAllRegistrations(
  webinar: WebinarRow,
  { crm, queues }: { crm: Pick<Registrations, 'registrationsFor'>; queues: Pick<Queues, 'send'> },
) {
  return queueAll('registrations', crm.registrationsFor(webinar, 'all'), queues)
}

/** An event that moved to another time zone moves its sessions, which have none of their own. */
export async function queueSessionsOfEvent(
  row: RowReference,
  { crm, queues, now }: { crm: Pick<Webinars, 'sessionsOf'>; queues: Pick<Queues, 'send'>; now(): Date },
) {
  async function* ahead() {
    for await (const session of crm.sessionsOf(row)) {
      if (runsAsWebinar(session) && mayLieAhead(session.end, now())) yield { table: session.table, id: session.id }
    }
  }
  return queueAll('webinars', ahead(), queues)
}

/** New credentials may be what the webinars of a configuration were waiting for. */
export async function queueWebinarsOfConfiguration(
  configuration: string,
  { crm, queues, now }: { crm: Pick<Webinars, 'webinarsOf'>; queues: Queues; now(): Date },
) {
  async function* ahead() {
    for await (const webinar of crm.webinarsOf(configuration)) {
      if (runsAsWebinar(webinar) && mayLieAhead(webinar.end, now())) yield { table: webinar.table, id: webinar.id }
    }
  }
  return queueAll('webinars', ahead(), queues)
}

async function queueAll(queue: QueueName, rows: AsyncIterable<RowReference>, queues: Pick<Queues, 'send'>) {
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
