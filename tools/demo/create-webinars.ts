import { hour, minute } from '../../lib/core/time.ts'
import { type PlannedWebinar, webinars } from './plan.ts'
import { pollUntil } from './poll-until.ts'
import type { InitialScenario, Scenario, Webinar } from './scenario.ts'

const english = 100_000_000
const runAsWebinar = 100_000_002

/** Saves events and sessions that begin in an hour, and waits until the app has created their webinars at ON24. */
export async function createWebinars(scenario: InitialScenario): Promise<Scenario> {
  const types = {
    na: await webinarType(scenario, 'na'),
    eu: await webinarType(scenario, 'eu'),
  }
  const start = new Date(Math.ceil(Date.now() / minute) * minute + hour)
  const saved: Omit<Webinar, 'on24'>[] = []
  for (const webinar of webinars) {
    const event = saved.find(({ name }) => name === webinar.partOf)
    saved.push(save(scenario, webinar, types[webinar.region], start, event?.id))
  }
  const created: Webinar[] = []
  for (const webinar of saved) created.push({ ...webinar, on24: await createdAtOn24(scenario, webinar) })
  return { ...scenario, webinars: created }
}

/** Waits for the row of a webinar type, which the app copies from the account to CRM; returns its id. */
function webinarType({ environment: { dataverse }, configurations }: InitialScenario, region: 'na' | 'eu') {
  const offered = () =>
    dataverse
      .rows('msevtmgt_webinartype')
      .find((row) => row.msevtmgt_webinarconfiguration === configurations[region] && row.msevtmgt_value === 'fav')
  return pollUntil(
    () => offered()?.msevtmgt_webinartypeid as string | undefined,
    () => `CRM has no webinar types of the account in ${region}.`,
  )
}

function save(
  { environment: { dataverse }, configurations }: InitialScenario,
  webinar: PlannedWebinar,
  type: string,
  start: Date,
  event: string | undefined,
): Omit<Webinar, 'on24'> {
  const { name, kind, region } = webinar
  const end = new Date(start.getTime() + hour)
  const common = {
    msevtmgt_name: name,
    msevtmgt_language: english,
    msevtmgt_webinartype: type,
    msevtmgt_webinarconfigurationid: configurations[region],
  }
  const row =
    kind === 'event'
      ? {
          msevtmgt_eventformat: runAsWebinar,
          msevtmgt_eventtimezone: 92,
          msevtmgt_eventstartdate: utc(start),
          msevtmgt_eventenddate: utc(end),
        }
      : {
          msevtmgt_event: event,
          msevtmgt_sessionformat: runAsWebinar,
          msevtmgt_starttime: utc(start),
          msevtmgt_endtime: utc(end),
        }
  const table = `msevtmgt_${kind}`
  return { ...webinar, table, id: dataverse.insert(table, { ...common, ...row }) }
}

function createdAtOn24({ environment: { dataverse } }: InitialScenario, { name, table, id }: Omit<Webinar, 'on24'>) {
  const row = () => dataverse.row(table, id)
  return pollUntil(
    () => (row()?.msevtmgt_webinarstatus === 'Ready' ? Number(row()?.msevtmgt_webinarid) : undefined),
    () => `${name} has no webinar: ${row()?.msevtmgt_webinarstatusreason ?? 'no status'}`,
  )
}

/** The wall clock of an event whose zone is UTC. */
function utc(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
