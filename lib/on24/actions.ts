import type { ActionKind, EngagementAction } from '../model/engagement.ts'
import { count, link, type Raw, rowsOf, text, time } from './engagement.ts'

type Found = { id: unknown; subject: unknown } & { [Fact in 'answer' | 'at' | 'times' | 'link']?: unknown }

/**
 * The lists inside an attendee (openapi.json of api.on24.com, `GET /event/{eventId}/attendee`). Ids are
 * numbers or texts, and some are missing.
 */
const lists: Record<ActionKind, (raw: Raw) => Found[]> = {
  poll: (raw) =>
    rowsOf(raw.polls).map((one) => ({
      ...{ id: one.pollquestionid ?? one.pollid, subject: one.pollquestion },
      ...{ answer: answers(one.pollanswers, one.pollanswersdetail), at: one.pollsubmittedtimestamp },
    })),
  survey: (raw) =>
    rowsOf(raw.surveys).flatMap((survey) =>
      rowsOf(survey.surveyquestions).map((one) => ({
        ...{
          id: [survey.surveyid, one.surveyquestionid].map(text).filter(Boolean).join(),
          subject: one.surveyquestion,
        },
        ...{ answer: answers(one.surveyanswers, one.surveyanswersdetail), at: survey.surveysubmittedtimestamp },
      })),
    ),
  question: (raw) =>
    rowsOf(raw.questions).map((one) => ({
      ...{ id: one.questionid, subject: one.content, at: one.createtimestamp },
      answer: rowsOf([one.answer])[0]?.content,
    })),
  resource: (raw) =>
    rowsOf(raw.resources).map((one) => ({
      ...{ id: one.resourceid, subject: one.resourceviewed },
      ...{ at: one.resourceviewedtimestamp, times: one.resourceviews },
    })),
  callToAction: (raw) =>
    rowsOf(raw.calltoactions).map((one) => ({
      ...{ id: one.ctaid, subject: one.ctaname, answer: one.action, at: one.date, times: one.clicks },
    })),
  certification: (raw) =>
    rowsOf(raw.certifications).map((one) => ({
      ...{ id: one.certificationid, subject: one.certificationname, answer: one.certificationresult },
      ...{ at: one.certificationtimestamp, link: one.certificationurl },
    })),
}

/** The actions of an attendee, one by one. A value of another type than documented costs itself; a row that names nothing is left out. */
export function toActions(raw: Raw): EngagementAction[] {
  return (Object.keys(lists) as ActionKind[]).flatMap((kind) => distinct(kind, lists[kind](raw)))
}

/** Actions of one kind. Where an id comes twice, as with a click on each of two days, each is an action of its own. */
function distinct(kind: ActionKind, found: readonly Found[]): EngagementAction[] {
  const times = new Map<string, number>()
  return found.flatMap((one): EngagementAction[] => {
    const subject = text(one.subject)
    const id = text(one.id) ?? subject
    if (!id) return []
    const nth = (times.get(id) ?? 0) + 1
    times.set(id, nth)
    const facts = { answer: text(one.answer), at: time(one.at), times: count(one.times), link: link(one.link) }
    return [{ kind, key: nth === 1 ? id : `${id} ${nth}`, subject: subject ?? id, ...facts }]
  })
}

/** All answers to a question, one a line: as texts, or with their codes. */
function answers(plain: unknown, detailed: unknown): string | undefined {
  const texts = Array.isArray(plain) ? plain.flatMap((one) => text(one) ?? []) : []
  const found = texts.length > 0 ? texts : rowsOf(detailed).flatMap((one) => text(one.answer) ?? [])
  return found.length > 0 ? found.join('\n') : text(plain)
}
