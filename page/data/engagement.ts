import { options } from '../../lib/dataverse/options.ts'
import type { Asked, PollAnswer, ScoreGroup, Webinar } from '../model.ts'
import { type Sum, sums } from '../rules/engagement.ts'
import { aboutWebinar } from './about-webinar.ts'
import { maybeNumber, numberOf, type Row, shownOf, textOf, timeOf, type WebApi } from './web-api.ts'

const { actionKind: kinds } = options
const actions = 'wbc_attendeeactions'

/** As many answers are counted, and as many questions shown. */
export const most = { answers: 20_000, questions: 200 }

const columns: Record<Exclude<Sum, 'attendees'>, string> = {
  liveMinutes: 'wbc_liveminutes',
  onDemandMinutes: 'wbc_ondemandminutes',
  questions: 'wbc_questions',
  polls: 'wbc_polls',
  surveys: 'wbc_surveys',
  resources: 'wbc_resources',
  callsToAction: 'wbc_callstoaction',
  certifications: 'wbc_certifications',
  meetings: 'wbc_meetings',
  reactions: 'wbc_reactions',
}

/**
 * The attendees of a webinar, added up by their score, in one call: of 50,000 rows at most
 * (learn.microsoft.com/power-apps/developer/data-platform/webapi/query/aggregate-data).
 */
export async function scoreGroups(api: WebApi, webinar: Webinar): Promise<ScoreGroup[]> {
  const added = Object.entries(columns).map(([name, column]) => `${column} with sum as ${name}`)
  const groups = `groupby((wbc_score),aggregate($count as attendees,${added}))`
  const rows = await api.rows(`wbc_attendees?$apply=filter(${listed(webinar)})/${groups}`)
  return rows.map((row) => ({
    score: maybeNumber(row, 'wbc_score'),
    ...(Object.fromEntries(sums.map((name) => [name, numberOf(row, name)])) as Record<Sum, number>),
  }))
}

/** The answers to polls and surveys, the newest first, up to a bound. `isAll`: none is left out. */
export async function pollAnswers(api: WebApi, webinar: Webinar): Promise<{ answers: PollAnswer[]; isAll: boolean }> {
  const kind = `(wbc_kind eq ${kinds.poll} or wbc_kind eq ${kinds.survey})`
  const query = `$select=wbc_kind,wbc_subject,wbc_answer&$filter=${listed(webinar)} and ${kind}&$orderby=wbc_actedon desc`
  const { rows, isAll } = await api.all(`${actions}?${query}`, most.answers)
  const answers = rows.map((row) => ({
    isSurvey: row.wbc_kind === kinds.survey,
    question: textOf(row, 'wbc_subject'),
    answer: textOf(row, 'wbc_answer'),
  }))
  return { answers, isAll }
}

/** The newest questions that attendees asked, and how many there are. */
export async function questionsOf(api: WebApi, webinar: Webinar): Promise<{ shown: Asked[]; count: number }> {
  const select = '$select=wbc_subject,wbc_answer,wbc_actedon,_wbc_attendeeid_value'
  const filter = `$filter=${listed(webinar)} and wbc_kind eq ${kinds.question}`
  const query = `${select}&${filter}&$orderby=wbc_actedon desc&$top=${most.questions}`
  const { rows, count } = await api.counted(`${actions}?${query}`)
  return { shown: rows.map(toAsked), count }
}

/** Rows that the provider still lists. */
function listed(webinar: Webinar) {
  return `${aboutWebinar(webinar)} and statecode eq 0 and (wbc_nolongerlisted eq null or wbc_nolongerlisted eq false)`
}

function toAsked(row: Row): Asked {
  return {
    id: textOf(row, 'wbc_attendeeactionid'),
    question: textOf(row, 'wbc_subject'),
    answer: textOf(row, 'wbc_answer'),
    askedOn: timeOf(row, 'wbc_actedon'),
    attendee: { id: textOf(row, '_wbc_attendeeid_value'), name: shownOf(row, '_wbc_attendeeid_value') },
  }
}
