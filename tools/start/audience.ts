import { pacific } from '@webinar-connector/on24-emulator/pacific'
import { minute } from '../../lib/core/time.ts'

type Held = { goodafter: Date; durationMinutes: number }

const used = ['Scheduling', 'Reminders', 'Reports']
const asked = ['What does it cost?', 'Does it work with our calendar?', 'Who can see the answers?']
const answers = ['Our sales team sends you an offer.', 'Yes, with every calendar that reads invitations.']

/** Facts of an attendee as ON24 tells them, by a number: always the same ones, and others than those of the next number. */
export function factsOf(number: number, { goodafter, durationMinutes }: Held) {
  const liveminutes = Math.max(1, durationMinutes - ((number * 17) % durationMinutes))
  const at = (minutes: number) => pacific(new Date(goodafter.getTime() + minutes * minute))
  const question = {
    ...{ questionid: 100 + number, createtimestamp: at(20 + number), content: asked[number % asked.length] },
    ...(answers[number] && { answer: { content: answers[number], createtimestamp: at(25 + number) } }),
  }
  const poll = {
    ...{ pollid: 1, pollquestionid: 1, pollquestion: 'What will you use first?', pollsubmittedtimestamp: at(10) },
    pollanswers: number % 4 === 3 ? used.slice(0, 2) : [used[number % used.length]],
  }
  const survey = {
    ...{ surveyid: '1_survey1', surveysubmittedtimestamp: at(durationMinutes) },
    surveyquestions: [
      {
        ...{ surveyquestionid: 1, surveyquestion: 'Did you find what you came for?' },
        surveyanswers: [number % 3 ? 'Yes' : 'In part'],
      },
    ],
  }
  const slides = { resourceid: 7, resourceviewed: 'Slides', resourceviewedtimestamp: at(30) }
  const offer = { ctaid: '9', ctaname: 'Ask for an offer', clicks: '1', action: 'Clicked', date: at(40) }
  const [asks, opens, clicks] = [number % 3 !== 2, number % 2 === 0, number % 3 === 0]
  return {
    ...{ firstliveactivity: at(0), lastliveactivity: at(liveminutes), liveminutes, liveviewed: 1 },
    ...(number % 3 === 1 && { archiveminutes: 12, archiveviewed: 1, firstarchiveactivity: at(durationMinutes + 90) }),
    engagementscore: Math.round((liveminutes / durationMinutes) * 60 + (asks ? 20 : 0) + (opens ? 15 : 0)) / 10,
    ...{ askedquestions: asks ? 1 : 0, answeredpolls: 1, answeredsurveys: 1, resourcesdownloaded: opens ? 1 : 0 },
    ...{ polls: [poll], surveys: [survey], questions: asks ? [question] : [] },
    ...{ resources: opens ? [slides] : [], calltoactions: clicks ? [offer] : [] },
  }
}
