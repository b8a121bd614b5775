import type { Webinar } from '../model.ts'
import { type Row, textOf, type WebApi } from './web-api.ts'

/** The two tables of webinars, and where they differ. */
const tables = [
  {
    table: 'msevtmgt_event',
    set: 'msevtmgt_events',
    start: 'msevtmgt_eventstartdate',
    end: 'msevtmgt_eventenddate',
    only: ' and (msevtmgt_istemplate eq null or msevtmgt_istemplate ne 100000001)',
  },
  {
    table: 'msevtmgt_session',
    set: 'msevtmgt_sessions',
    start: 'msevtmgt_starttime',
    end: 'msevtmgt_endtime',
    only: '',
  },
] as const
type Place = (typeof tables)[number]
const account = 'msevtmgt_webinarconfigurationid'

/** As many of each table are read at most. */
const most = 200

/** Webinars that end after an instant, the next ones first. */
export function webinarsEndingAfter(api: WebApi, from: Date): Promise<Webinar[]> {
  return webinarsOf(api, ({ start, end }) => `${end} ge ${from.toISOString()}&$orderby=${start}`)
}

/** Webinars that have ended between two instants, the last ones first. */
export function webinarsEnded(api: WebApi, from: Date, to: Date): Promise<Webinar[]> {
  const between = ({ end }: Place) => `${end} ge ${from.toISOString()} and ${end} le ${to.toISOString()}`
  return webinarsOf(api, (place) => `${between(place)}&$orderby=${place.start} desc`)
}

/** Webinars whose row says that somebody is needed, in either language of the connector. */
export function webinarsInNeed(api: WebApi): Promise<Webinar[]> {
  const said = (text: string) => `msevtmgt_webinarstatus eq '${text}'`
  return webinarsOf(
    api,
    ({ start }) => `(${said('Needs attention')} or ${said('Handlungsbedarf')})&$orderby=${start} desc`,
  )
}

async function webinarsOf(api: WebApi, condition: (place: Place) => string): Promise<Webinar[]> {
  const found = await Promise.all(
    tables.map(async (place) => {
      const columns = ['msevtmgt_name', place.start, place.end, 'msevtmgt_webinarid', `_${account}_value`]
      const status = ['msevtmgt_webinarstatus', 'msevtmgt_webinarstatusreason']
      const held = `statecode eq 0 and _${account}_value ne null${place.only}`
      const query = `$select=${[...columns, ...status]}&$filter=${held} and ${condition(place)}&$top=${most}`
      return (await api.rows(`${place.set}?${query}`)).map((row) => toWebinar(place, row))
    }),
  )
  return found.flat()
}

function toWebinar({ table, start, end }: Place, row: Row): Webinar {
  return {
    table,
    id: textOf(row, `${table}id`),
    name: textOf(row, 'msevtmgt_name'),
    startsOn: textOf(row, start),
    endsOn: textOf(row, end),
    status: textOf(row, 'msevtmgt_webinarstatus'),
    reason: textOf(row, 'msevtmgt_webinarstatusreason'),
    webinarId: textOf(row, 'msevtmgt_webinarid'),
    account: textOf(row, `_${account}_value`),
  }
}
