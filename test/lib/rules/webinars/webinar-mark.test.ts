import { expect, test } from 'vitest'
import { markOf, markToGive, readMark } from '../../../../lib/rules/webinars/webinar-mark.ts'

const row = '4a4f6c1e-0c3c-4b57-9d3e-51a2f1a70001'
const [own, former, other] = [
  '6042beb1-a93a-4f11-8e4b-00224802c699',
  'd2719fd1-0c3c-4b57-9d3e-51a2f1a70003',
  '0f8fad5b-d9cb-469f-a165-70867728950e',
]
const organizations = [own, former] as const

test('a mark names the row and the environment in 50 characters', () => {
  for (const isMade of [true, false]) {
    const mark = markOf(row, own, isMade)
    expect(mark).toHaveLength(50)
    expect(readMark(` ${mark.toUpperCase()} `, organizations)).toEqual({ row, isMade, madeFor: 'own' })
  }
})

test.each([
  [markOf(row, own, true), 'own'],
  [markOf(row, former, true), 'own'],
  [markOf(row, other, true), 'another'],
  [row, 'unknown'],
] as const)('%s was made for: %s', (mark, madeFor) => {
  expect(readMark(mark, organizations)).toEqual({ row, isMade: true, madeFor })
})

test.each([undefined, '', 'SPRING-26', `${row}-`, `${row}-6042beb1`, `x${row}`, `${row}-6042beb1-a93a-4f11`])(
  '%s is no mark',
  (text) => {
    expect(readMark(text, organizations)).toBeUndefined()
  },
)

test('a webinar is given its mark in place of none, or of one of before, and never of another text', () => {
  const mark = markOf(row, own, true)
  for (const before of [undefined, '', row, markOf(row, former, true)]) {
    expect(markToGive(row, true, before, organizations)).toBe(mark)
  }
  const anotherRow = row.replace('1', '2')
  expect(markToGive(row, false, markOf(anotherRow, own, true), organizations)).toBe(markOf(row, own, false))
  for (const there of [mark, mark.toUpperCase(), anotherRow, 'SPRING-26']) {
    expect(markToGive(row, true, there, organizations)).toBeUndefined()
  }
})
