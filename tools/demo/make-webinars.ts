import { hour, minute } from '../../lib/core/time.ts'
import { type PlannedWebinar, webinars } from './plan.ts'
import { until } from './poll-until.ts'
import type { EmptyStage, Stage, Webinar } from './scenario.ts'

const english = 100_000_000
const runAsWebinar = 100_000_002

/** Planners save events and sessions that begin in an hour; the app makes their webinars at ON24. */
export async function makeWebinars(stage: EmptyStage): Promise<Stage> {
  const types = {
    na: await webinarType(stage, 'na'),
    eu: await webinarType(stage, 'eu'),
  }
  const start = new Date(Math.ceil(Date.now() / minute) * minute + hour)
  const saved: Omit<Webinar, 'on24'>[] = []
  for (const webinar of webinars) {
    const event = saved.find(({ name }) => name === webinar.partOf)
    saved.push(save(stage, webinar, types[webinar.region], start, event?.id))
  }
  const made: Webinar[] = []
  for (const webinar of saved) made.push({ ...webinar, on24: await madeAtOn24(stage, webinar) })
  return { ...stage, webinars: made }
}

/** What the form of events offers as soon as the app has brought it there from the account. */
function webinarType({ environment: { dataverse }, configurations }: EmptyStage, region: 'na' | 'eu') {
  const offered = () =>
    dataverse
      .rows('msevtmgt_webinartype')
      .find((row) => row.msevtmgt_webinarconfiguration === configurations[region] && row.msevtmgt_value === 'fav')
  return until(
    () => offered()?.msevtmgt_webinartypeid as string | undefined,
    () => `The types of webinars of the account in ${region} did not come to CRM.`,
  )
}

function save(
  { environment: { dataverse }, configurations }: EmptyStage,
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

function madeAtOn24({ environment: { dataverse } }: EmptyStage, { name, table, id }: Omit<Webinar, 'on24'>) {
  const row = () => dataverse.row(table, id)
  return until(
    () => (row()?.msevtmgt_webinarstatus === 'Ready' ? Number(row()?.msevtmgt_webinarid) : undefined),
    () => `${name} has no webinar: ${row()?.msevtmgt_webinarstatusreason ?? 'no word'}`,
  )
}

/** As the wall clock of an event whose zone is UTC. */
function utc(time: Date) {
  return time.toISOString().replace(/\.\d+Z$/, 'Z')
}
