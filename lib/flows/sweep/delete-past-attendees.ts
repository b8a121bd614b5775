import { hour, second } from '../../core/time.ts'
import { keptFrom } from '../../rules/attendance/retention.ts'
import type { Services } from '../../services.ts'
import { type DeletedRows, deletePast } from '../attendance/delete-past.ts'

/** One sweep deletes for so long, and so many rows of an account: Dynamics has other work. */
const stepTime = 20 * second
const most = 2000
/** An account of which nothing is left to delete is looked at again after this. */
const pause = hour

/** Under this name it is kept when nothing of an account was left to delete. */
export function keptCursor(configuration: string) {
  return `attendees kept ${configuration}`
}

/** Deletes attendees that their account keeps no longer; how many rows. What is left comes with the next sweep. */
export async function deletePastAttendees(signal: AbortSignal, services: Services): Promise<number> {
  const { credentialStore, cursors, crm, now } = services
  const until = now().getTime() + stepTime
  let total = 0
  for (const { id: configuration } of await credentialStore.configurations()) {
    const last = Date.parse((await cursors.cursor(keptCursor(configuration))) ?? '')
    if (now().getTime() - last < pause) continue
    const deleted: DeletedRows = { attendees: 0, unmatched: 0 }
    const count = () => deleted.attendees + deleted.unmatched
    const goesOn = () => !signal.aborted && now().getTime() < until && count() < most
    if (!goesOn()) break
    const before = keptFrom((await crm.accountSettingsNow(configuration)).monthsKept, now())
    const isWhole = !before || (await deletePast({ configuration, before }, deleted, goesOn, services)).isWhole
    if (isWhole) await cursors.setCursor(keptCursor(configuration), now().toISOString())
    total += count()
  }
  return total
}
