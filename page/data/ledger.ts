import type { DailyLedger, Unmatched, Webinar, WebinarLedger } from '../model.ts'
import { aboutWebinar } from './about-webinar.ts'
import { maybeNumber, numberOf, type Row, shownOf, textOf, timeOf, type WebApi } from './web-api.ts'

const counts = 'wbc_due,wbc_sent,wbc_waiting,wbc_refused,wbc_attendees'
const ofWebinar = `wbc_name,_wbc_eventid_value,_wbc_sessionid_value,wbc_startson,wbc_endson,wbc_waitingsince,wbc_refusals,wbc_matched,wbc_unmatched,wbc_minutes,wbc_reviewedon,wbc_pulledon,wbc_attention,${counts}`
const ofDay = `wbc_day,wbc_cancelled,wbc_meanseconds,wbc_slowestseconds,${counts}`

/** The counts of the webinars that end after an instant. */
export async function ledgersAfter(api: WebApi, from: Date): Promise<WebinarLedger[]> {
  return webinarLedgers(api, `wbc_endson ge ${from.toISOString()}&$orderby=wbc_startson`)
}

/** The counts of webinars that need somebody. */
export async function ledgersInNeed(api: WebApi): Promise<WebinarLedger[]> {
  return webinarLedgers(api, 'wbc_attention eq true&$orderby=wbc_startson desc')
}

async function webinarLedgers(api: WebApi, condition: string): Promise<WebinarLedger[]> {
  const rows = await api.rows(`wbc_webinarledgers?$select=${ofWebinar}&$filter=${condition}&$top=500`)
  return rows.map((row) => ({
    subject: subjectOf(row),
    startsOn: timeOf(row, 'wbc_startson'),
    endsOn: timeOf(row, 'wbc_endson'),
    ...{ due: numberOf(row, 'wbc_due'), sent: numberOf(row, 'wbc_sent'), waiting: numberOf(row, 'wbc_waiting') },
    waitingSince: timeOf(row, 'wbc_waitingsince'),
    ...{ refused: numberOf(row, 'wbc_refused'), refusals: textOf(row, 'wbc_refusals') },
    ...{ attendees: numberOf(row, 'wbc_attendees'), matched: numberOf(row, 'wbc_matched') },
    ...{ unmatched: numberOf(row, 'wbc_unmatched'), minutes: numberOf(row, 'wbc_minutes') },
    ...{ reviewedOn: timeOf(row, 'wbc_reviewedon'), pulledOn: timeOf(row, 'wbc_pulledon') },
    needsAttention: row.wbc_attention === true,
  }))
}

function subjectOf(row: Row): WebinarLedger['subject'] {
  const [name, session] = [textOf(row, 'wbc_name'), textOf(row, '_wbc_sessionid_value')]
  if (session) return { table: 'msevtmgt_session', id: session, name }
  return { table: 'msevtmgt_event', id: textOf(row, '_wbc_eventid_value'), name }
}

/** The outcome of the registrations of each day from this one on, oldest first; one a day and account. */
export async function dailyLedgers(api: WebApi, from: string): Promise<DailyLedger[]> {
  const rows = await api.rows(`wbc_dailyledgers?$select=${ofDay}&$filter=wbc_day ge ${from}&$orderby=wbc_day&$top=2000`)
  return rows.map((row) => ({
    day: textOf(row, 'wbc_day'),
    ...{ due: numberOf(row, 'wbc_due'), sent: numberOf(row, 'wbc_sent'), waiting: numberOf(row, 'wbc_waiting') },
    ...{ refused: numberOf(row, 'wbc_refused'), cancelled: numberOf(row, 'wbc_cancelled') },
    meanSeconds: maybeNumber(row, 'wbc_meanseconds'),
    slowestSeconds: maybeNumber(row, 'wbc_slowestseconds'),
    attendees: numberOf(row, 'wbc_attendees'),
  }))
}

/** When the connector last talked to the provider about webinars of an account. */
export async function lastUse(api: WebApi, account: string): Promise<Date | undefined> {
  const theirs = `$filter=_wbc_configurationid_value eq ${account}`
  const newest = await Promise.all(
    ['wbc_reviewedon', 'wbc_pulledon'].map(async (column) => {
      const query = `$select=${column}&${theirs} and ${column} ne null&$orderby=${column} desc&$top=1`
      return (await api.rows(`wbc_webinarledgers?${query}`)).map((row: Row) => timeOf(row, column)?.getTime() ?? 0)
    }),
  )
  const last = Math.max(0, ...newest.flat())
  return last ? new Date(last) : undefined
}

/** Attendees of a webinar who belong to no registration. */
export async function unmatchedOf(api: WebApi, webinar: Webinar): Promise<Unmatched[]> {
  const columns = 'wbc_name,wbc_emailaddress,wbc_liveminutes,wbc_ondemandminutes,wbc_reason'
  const rows = await api.rows(
    `wbc_unmatchedattendees?$select=${columns}&$filter=${aboutWebinar(webinar)} and statecode eq 0&$orderby=wbc_name&$top=500`,
  )
  return rows.map((row) => ({
    table: 'wbc_unmatchedattendee',
    id: textOf(row, 'wbc_unmatchedattendeeid'),
    name: textOf(row, 'wbc_name'),
    email: textOf(row, 'wbc_emailaddress'),
    minutes: numberOf(row, 'wbc_liveminutes') + numberOf(row, 'wbc_ondemandminutes'),
    reason: shownOf(row, 'wbc_reason'),
  }))
}
