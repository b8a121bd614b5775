import pLimit from 'p-limit'
import { missingIfUnreadable } from '../../core/errors.ts'
import { day, minute, second } from '../../core/time.ts'
import { mayLieAhead } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import { waitsForImport } from './import.ts'

/** A change is looked for when its webhook had time. No transaction of Dataverse that began before is open by then. */
const settled = 2 * minute
/** Registrations that one look takes: what a job changed beyond that is left to webhooks and to the reviews. */
const most = 20_000
const readersAtOnce = 16

const cursorName = 'changed contacts'

type Changed = { table: string; id: string; contactChangedAt: Date }

/**
 * Enqueues registrations ahead that nobody has looked at since their contact was changed; how many that were. Contacts
 * are the table of the whole organisation, so their changes are asked for by way of the registrations.
 */
export async function queueChangedContacts(signal: AbortSignal, services: Services): Promise<number> {
  const { crm, cursors, queues } = services
  const now = services.now()
  const until = new Date(now.getTime() - settled)
  const from = new Date((await cursors.cursor(cursorName)) ?? until)
  // The forms of an import change contacts as well.
  if (await waitsForImport(from, services)) return 0
  const changed: Changed[] = []
  if (from < until) {
    for await (const row of crm.registrationsOfChanged(new Date(now.getTime() - day), from, until)) {
      if (signal.aborted || changed.length === most) break
      if (isWebinar(row.webinar) && mayLieAhead(row.webinar.end, now)) changed.push(row)
    }
  }
  const isNews = await pLimit(readersAtOnce).map(changed, (row) => isUnseen(row, services))
  const news = changed.filter((_, at) => isNews[at])
  await queues.send(
    'registrations',
    news.map(({ table, id }) => ({ table, id })),
  )
  // Only now: a sweep that dies is taken up where it began.
  if (!signal.aborted) await cursors.setCursor(cursorName, until.toISOString())
  return news.length
}

/** A registration that the app has never seen is found as one that waits. */
async function isUnseen({ id, contactChangedAt }: Changed, { statusStore }: Services) {
  const written = await statusStore.written('registration', id).catch(missingIfUnreadable)
  if (!written) return false
  // Dataverse keeps whole seconds.
  return (written.seenAt?.getTime() ?? 0) < contactChangedAt.getTime() + second
}
