import { AppError } from '../../core/errors.ts'
import { day, minute } from '../../core/time.ts'
import type { WebinarRow } from '../../model/crm.ts'
import type { Attendance } from '../../model/webinar.ts'
import { isLive, lookSince } from '../../rules/attendance/live-look.ts'
import { endInstantOf, instantOf } from '../../rules/webinars/event-time.ts'
import { isWebinar } from '../../rules/webinars/is-webinar.ts'
import type { Services } from '../../services.ts'
import { eachAccount } from '../configurations/each-account.ts'
import { timeZoneOf } from '../webinars/time-zone.ts'
import { isAnothers } from '../webinars/webinar-owner.ts'
import { writeLiveCheckIns } from './write-live.ts'

/** An account that hangs costs itself: the others have had theirs by then, and the next look comes soon. */
const accountTime = 2 * minute

/** Under this name it is kept when the audience of an account was last asked for. */
export function liveCursor(configuration: string) {
  return `live ${configuration}`
}

type Running = { webinar: WebinarRow & { webinarId: string }; start: Date }

/**
 * Checks people in while their webinars run, one call of the provider an account; how many check-ins that were. An account
 * in which nothing runs is not asked. One that cannot be asked, or not in time, is asked again with the next look.
 */
export async function checkInLive(services: Services): Promise<number> {
  const running = await runningByAccount(services)
  if (running.size === 0) return 0
  const accounts = (await services.credentialStore.configurations()).filter(({ id }) => running.has(id))
  let written = 0
  await eachAccount(
    accounts,
    accountTime,
    services.providers,
    async ({ id }) => {
      written += await lookAt(id, running.get(id) ?? [], services)
    },
    () => undefined,
  )
  return written
}

/** Webinars that run now, by their rows and the clocks of their time zones. */
async function runningByAccount(services: Services): Promise<Map<string, Running[]>> {
  const { crm, now } = services
  const running = new Map<string, Running[]>()
  const later = (time: number) => new Date(now().getTime() + time)
  // Wall clocks are up to a day away from the instant; the rule below decides to the minute.
  for await (const webinar of crm.webinarsBegun(later(-day), later(day))) {
    const { configuration, webinarId, start, end } = webinar
    if (!isWebinar(webinar) || !configuration || !webinarId || !start || !end) continue
    const zone = await timeZoneOf(webinar, services)
    const began = zone && instantOf(start, zone)
    if (!began || !isLive({ start: began, end: endInstantOf(end, zone, began) }, now())) continue
    running.set(configuration, [
      ...(running.get(configuration) ?? []),
      { webinar: { ...webinar, webinarId }, start: began },
    ])
  }
  return running
}

async function lookAt(configuration: string, running: readonly Running[], services: Services): Promise<number> {
  const { crm, accountFor, cursors, now } = services
  const account = await accountFor(configuration)
  if (!account?.liveAttendances || !(await crm.accountSettings(configuration)).liveCheckIns) return 0
  const own: Running[] = []
  for (const one of running) if (!(await isAnothers(one.webinar, services).catch(ifUnknown))) own.push(one)
  if (own.length === 0) return 0
  const last = await cursors.cursor(liveCursor(configuration))
  const since = lookSince(
    own.map(({ start }) => start),
    last === undefined ? undefined : new Date(last),
  )
  const asked = now()
  const audiences = new Map(own.map(({ webinar }) => [webinar.webinarId, [] as Attendance[]]))
  for await (const one of account.liveAttendances(since)) if (one) audiences.get(one.webinarId)?.push(one.attendance)
  let written = 0
  for (const { webinar } of own) {
    written += await writeLiveCheckIns(webinar, audiences.get(webinar.webinarId) ?? [], services)
  }
  await cursors.setCursor(liveCursor(configuration), asked.toISOString())
  return written
}

/** A webinar is left alone where it cannot be told now whose it is. */
function ifUnknown(error: unknown): true {
  if (error instanceof AppError) return true
  throw error
}
