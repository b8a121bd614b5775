import { expect, test } from 'vitest'
import { submittedAnswers } from '../../../lib/dataverse/submitted-answers.ts'

const answers = (submitted: unknown) =>
  submittedAnswers(typeof submitted === 'string' ? submitted : JSON.stringify(submitted)).map(
    ({ question, text }) => `${question}: ${text}`,
  )

test.each<[string, unknown, string[]]>([
  [
    'an object of answers by question',
    { Diet: 'vegan', Guests: 2, Late: true },
    ['Diet: vegan', 'Guests: 2', 'Late: true'],
  ],
  ['an object of answers with labels', { q1: { label: 'Diet', value: 'vegan' } }, ['Diet: vegan', 'q1: vegan']],
  ['a list of questions and answers', [{ Name: 'Diet', Value: ['vegan', 'halal'] }], ['Diet: vegan, halal']],
  ['no JSON', 'Diet=vegan', []],
  ['JSON of another shape', '7', []],
  ['a list of texts', ['vegan'], []],
])('answers are read from %s', (_, submitted, read) => {
  expect(answers(submitted)).toEqual(read)
})
