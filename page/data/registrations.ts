import { options } from '../../lib/dataverse/options.ts'
import type { Refusal } from '../model.ts'
import { type Row, shownOf, textOf, type WebApi } from './web-api.ts'

/** The two tables of registrations, and where they differ. */
const tables = [
  {
    table: 'msevtmgt_eventregistration',
    set: 'msevtmgt_eventregistrations',
    webinar: 'msevtmgt_EventId',
    end: 'msevtmgt_eventenddate',
  },
  {
    table: 'msevtmgt_sessionregistration',
    set: 'msevtmgt_sessionregistrations',
    webinar: 'msevtmgt_SessionId',
    end: 'msevtmgt_endtime',
  },
] as const

/** As many of each table are read at most. */
const most = 100
const { failed, providerError } = options.publishing

/** The newest registrations that did not get through, and how many there are. */
export async function refusals(api: WebApi): Promise<{ shown: Refusal[]; count: number }> {
  const found = await Promise.all(
    tables.map(async (place) => {
      const columns = `msevtmgt_registrationstatus,msevtmgt_publishingstate,_msevtmgt_contactid_value,createdon`
      const state = `(msevtmgt_publishingstate eq ${failed} or msevtmgt_publishingstate eq ${providerError})`
      const held = 'statecode eq 0 and (msevtmgt_iscanceled eq null or msevtmgt_iscanceled eq false)'
      const expand = `$expand=${place.webinar}($select=msevtmgt_name,${place.end})`
      const query = `$select=${columns}&${expand}&$filter=${held} and ${state}&$orderby=createdon desc&$top=${most}`
      const { rows, count } = await api.counted(`${place.set}?${query}`)
      return { shown: rows.map((row) => toRefusal(place, row)), count }
    }),
  )
  return {
    shown: found.flatMap(({ shown }) => shown),
    count: found.reduce((sum, { count }) => sum + count, 0),
  }
}

function toRefusal({ table, webinar, end }: (typeof tables)[number], row: Row): Refusal {
  const about = (row[webinar] ?? {}) as Row
  return {
    table,
    id: textOf(row, `${table}id`),
    name: shownOf(row, '_msevtmgt_contactid_value'),
    sentence: textOf(row, 'msevtmgt_registrationstatus'),
    isFinal: row.msevtmgt_publishingstate === failed,
    createdOn: new Date(textOf(row, 'createdon')),
    webinar: textOf(about, 'msevtmgt_name'),
    webinarEndsOn: textOf(about, end),
  }
}
