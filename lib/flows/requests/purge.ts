import * as v from 'valibot'
import { RefusedError } from '../../core/errors.ts'
import { minute } from '../../core/time.ts'
import { keptFrom } from '../../rules/attendance/retention.ts'
import type { Services } from '../../services.ts'
import { deletePast } from '../attendance/delete-past.ts'

/** One step deletes for so long, less than a worker has a request in hand. */
const stepTime = 4 * minute
const rows = ['attendees', 'actions', 'unmatched'] as const

const Deleted = v.fallback(
  v.pipe(v.string(), v.parseJson(), v.object({ attendees: v.number(), unmatched: v.number() })),
  () => ({ attendees: 0, unmatched: 0 }),
)

/** How many rows about people an account keeps no longer, by what they are. @throws Refused if it keeps all */
export async function planPurge(configuration: string, services: Services) {
  const { before, months } = await requireLimit(configuration, services)
  const counts = { attendees: 0, actions: 0, unmatched: 0 }
  for (const part of rows) {
    for await (const _ of services.crm.pastRows(part, configuration, before)) counts[part] += 1
  }
  return { months, ...counts }
}

/**
 * Deletes rows that an account keeps no longer, for so long; what is left says how far that got, so that another step goes
 * on from there.
 * @returns what was deleted in all steps, or how much of what was there in percent
 * @throws Refused if the account keeps all, Unavailable
 */
export async function purge(configuration: string, services: Services) {
  const { cursors, crm, now } = services
  const { before, months } = await requireLimit(configuration, services)
  const name = `purge ${configuration}`
  const deleted = v.parse(Deleted, await cursors.cursor(name))
  const until = now().getTime() + stepTime
  const step = deletePast({ configuration, before }, deleted, () => now().getTime() < until, services)
  const { isWhole, refused } = await step.finally(() => cursors.setCursor(name, JSON.stringify(deleted)))
  if (isWhole) {
    await cursors.dropCursor(name)
    return { deleted: { months, ...deleted, refused } }
  }
  let left = 0
  for (const part of ['attendees', 'unmatched'] as const) {
    for await (const _ of crm.pastRows(part, configuration, before)) left += 1
  }
  const gone = deleted.attendees + deleted.unmatched
  return { progress: Math.min(99, Math.floor((100 * gone) / (gone + left))) }
}

async function requireLimit(configuration: string, { crm, now }: Services) {
  const { monthsKept: months } = await crm.accountSettingsNow(configuration)
  const before = keptFrom(months, now())
  if (months === undefined || !before) throw new RefusedError({ code: 'purge_keeps_all' })
  return { before, months }
}
