import pLimit from 'p-limit'
import { missingIfUnreadable } from '../../core/errors.ts'
import { day, second } from '../../core/time.ts'
import type { WebinarKind, WebinarPlace } from '../../model/crm.ts'
import { timesFor } from '../../rules/attendance/remembered-times.ts'
import { isOutdated } from '../../rules/webinars/is-outdated.ts'
import type { Services } from '../../services.ts'
import type { ErasedPage } from '../../stores/erasure.ts'
import type { About, OldRecord } from '../../stores/outdated-records.ts'

/** One sweep erases for so long; the next one goes on. */
const stepTime = 20 * second
const readersAtOnce = 8
/** The longest that an archive is taken to last where nobody says so. */
const longestArchive = 368 * day
const cursorName = 'outdated records'

/**
 * Erases, once a day, records that are of no more use: of webinars whose archive ended long ago, of events and sessions
 * that are gone, failures, runs, the audit trail. How many rows this step erased; the cursor says where the next one goes on.
 */
export async function eraseOutdated(services: Services): Promise<number> {
  const { cursors, now } = services
  const today = now().toISOString().slice(0, 10)
  const [reached = '0', token = ''] = (await cursors.cursor(cursorName))?.split(' ') ?? []
  if (reached === 'ended' && token === today) return 0
  const parts = partsOf(services)
  const until = now().getTime() + stepTime
  let [part, after] = reached === 'ended' ? [0, ''] : [Number(reached), token]
  let erased = 0
  for (let step = parts[part]; step; step = parts[part]) {
    const page = await step(after)
    erased += page.erased
    after = page.next ?? ''
    if (!page.next) part += 1
    await cursors.setCursor(cursorName, part < parts.length ? `${part} ${after}` : `ended ${today}`)
    if (now().getTime() > until) break
  }
  return erased
}

type Step = (after: string) => Promise<ErasedPage>

function partsOf(services: Services): readonly Step[] {
  const { outdatedRecords: records, recordsKeptDays, auditKeptDays, now } = services
  const old = new Date(now().getTime() - recordsKeptDays * day)
  const auditEnd = new Date(now().getTime() - auditKeptDays * day)
  const veryOld = new Date(old.getTime() - longestArchive)
  const { isPast, isPastPlace } = createVerdicts(services)

  async function erase<Row extends OldRecord<Subject>, Subject>(
    page: { rows: readonly Row[]; next: string | undefined },
    isOver: (about: Subject) => Promise<boolean>,
    remove: (rows: Row[]) => Promise<number>,
  ): Promise<ErasedPage> {
    const over = await pLimit(readersAtOnce).map(page.rows, async ({ about }) => about !== undefined && isOver(about))
    return { erased: await remove(page.rows.filter((_, at) => over[at])), next: page.next }
  }

  return [
    async (after) => erase(await records.registrations(old, after), isPast, records.eraseRegistrations),
    // States whose registrations are gone; who was erased at the provider stays known for as long as it may matter.
    async (after) => erase(await records.registrants(veryOld, after), isPastPlace, records.eraseRegistrants),
    async (after) => erase(await records.webinars(old, after), isPast, records.eraseWebinars),
    (after) => records.eraseStatuses(veryOld, after),
    (after) => records.eraseFailures(old, after),
    (after) => records.eraseRuns(old, after),
    (after) => records.eraseTurns(old, after),
    (after) => records.eraseReceipts(old, after),
    (after) => records.eraseAuditRecords(auditEnd, after),
    (after) => records.eraseLedger(veryOld, after),
  ]
}

/** Decides whether webinars are long over, each once. A row that is gone from CRM is. */
function createVerdicts({ crm, attendanceStore, recordsKeptDays, now }: Services) {
  const rows = once(async (kind: WebinarKind, id: string) => {
    const webinar = await crm.webinar({ table: crm.webinarTableOf(kind), id })
    if (!webinar) return 'gone'
    const pull = await attendanceStore.pull(kind, id).catch(missingIfUnreadable)
    const { archiveEnd } = timesFor(pull, webinar)
    return isOutdated(webinar, archiveEnd, recordsKeptDays, now()) ? 'past' : 'needed'
  })
  const places = once(async (configuration: string, webinarId: string) => {
    const naming = await crm.webinarsNaming({ configuration, webinarId })
    const verdicts = await Promise.all(naming.map(({ kind, id }) => rows(kind, id)))
    return !verdicts.includes('needed')
  })
  return {
    async isPast({ kinds, id }: About) {
      for (const kind of kinds) if ((await rows(kind, id)) === 'needed') return false
      return true
    },
    isPastPlace: ({ configuration, webinarId }: WebinarPlace) => places(configuration, webinarId),
  }
}

function once<Key extends string, Verdict>(decide: (key: Key, id: string) => Promise<Verdict>) {
  const made = new Map<string, Promise<Verdict>>()
  return (key: Key, id: string) => {
    const known = made.get(`${key} ${id}`) ?? decide(key, id)
    made.set(`${key} ${id}`, known)
    return known
  }
}
