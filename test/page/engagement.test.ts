import { expect, test } from 'vitest'
import type { PollAnswer, ScoreGroup } from '../../page/model.ts'
import { distribution, pollResults, totals } from '../../page/rules/engagement.ts'

function group(score: number | undefined, attendees: number, values: Partial<ScoreGroup> = {}): ScoreGroup {
  const none = { polls: 0, surveys: 0, resources: 0, callsToAction: 0, certifications: 0, meetings: 0, reactions: 0 }
  return { ...none, liveMinutes: 0, onDemandMinutes: 0, questions: 0, score, attendees, ...values }
}

function answer(question: string, given: string, isSurvey = false): PollAnswer {
  return { question, answer: given, isSurvey }
}

test('groups are added up, and the mean score is that of those who have one', () => {
  const groups = [
    group(8, 1, { liveMinutes: 40, questions: 2 }),
    group(2, 3, { liveMinutes: 10, onDemandMinutes: 5 }),
    group(undefined, 6, { onDemandMinutes: 1 }),
  ]
  expect(totals(groups)).toMatchObject({ attendees: 10, liveMinutes: 50, onDemandMinutes: 6, questions: 2, score: 3.5 })
  expect(totals([])).toMatchObject({ attendees: 0, score: undefined })
})

test('scores are counted in ten steps, of which the last includes 10', () => {
  const groups = [group(0, 1), group(0.99, 2), group(9, 4), group(10, 8), group(undefined, 16)]
  expect(distribution(groups)).toEqual([3, 0, 0, 0, 0, 0, 0, 0, 0, 12])
})

test('of several answers each counts, and the person once', () => {
  const rows = [answer('Which?', 'B\nA'), answer('Which?', 'A\nA'), answer('Which?', '')]
  expect(pollResults(rows)).toEqual([
    {
      ...{ question: 'Which?', isSurvey: false, people: 3 },
      answers: [
        { answer: 'A', count: 2 },
        { answer: 'B', count: 1 },
      ],
      others: { answers: 0, count: 0 },
    },
  ])
})

test('a survey question is not the poll that asks the same, and comes after the polls', () => {
  const rows = [answer('Last?', 'A'), answer('Same?', 'Yes', true), answer('Same?', 'No')]
  expect(pollResults(rows).map(({ question, isSurvey }) => [question, isSurvey])).toEqual([
    ['Same?', false],
    ['Last?', false],
    ['Same?', true],
  ])
})

test('of many free texts the most frequent are shown, and the others counted', () => {
  const rows = Array.from({ length: 20 }, (_, at) => answer('Why?', `Because of ${at}`, true))
  const [result] = pollResults([...rows, answer('Why?', 'Because of 19', true)])
  expect(result?.answers).toHaveLength(12)
  expect(result?.answers[0]).toEqual({ answer: 'Because of 19', count: 2 })
  expect(result?.others).toEqual({ answers: 8, count: 8 })
})
