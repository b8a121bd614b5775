import { day, hour, minute } from '../../core/time.ts'
import type { WebinarKind } from '../../model/crm.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import type { RowReference } from '../../stores/queues.ts'

/** Under this name it is kept when all webinars were last looked through. */
const lookedThrough = 'ledger at'
/** Time makes those who wait late, and no message tells it. */
const waitingFor = 10 * minute
/** Messages of one sweep at most. */
const most = 200

/**
 * Enqueues countings that no outcome asks for: of webinars in which somebody waits, and hourly of those of the last month
 * and ahead whose row in the ledger is missing, as after the ledger came to the environment. How many that were.
 */
export async function enqueueCountings(services: Services): Promise<number> {
  const { crm, ledgerStore, queues, cursors, now } = services
  if (!(await crm.hasLedger())) return 0
  const countings = await ledgerStore.countings()
  const rows: RowReference[] = []
  for (const [key, { waiting, countedAt }] of countings) {
    const [kind = '', id = ''] = key.split('_')
    if (waiting === 0 || now().getTime() - countedAt.getTime() < waitingFor) continue
    rows.push({ table: crm.webinarTableOf(kind as WebinarKind), id })
  }
  const last = Date.parse((await cursors.cursor(lookedThrough)) ?? '')
  if (!(now().getTime() - last < hour)) {
    const from = (time: number) => new Date(now().getTime() + time)
    for await (const webinar of crm.webinarsEnding(from(-31 * day), from(365 * day))) {
      const { kind, id, table } = webinar
      if (isWebinar(webinar) && !countings.get(`${kind}_${id}`)?.hash) rows.push({ table, id })
    }
    // The next sweep looks for the rest.
    if (rows.length <= most) await cursors.setCursor(lookedThrough, now().toISOString())
  }
  const messages = rows.slice(0, most).map((row) => ({ ...row, work: 'ledger' as const }))
  await queues.send('webinars', messages)
  return messages.length
}
