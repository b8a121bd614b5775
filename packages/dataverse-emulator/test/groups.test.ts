import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, rowsOf } from './fixtures.ts'

let dataverse: Dataverse

beforeEach(async () => {
  dataverse = await startDataverse({ ownTables: true })
})

afterEach(() => dataverse.stop())

const prefer = 'odata.include-annotations="OData.Community.Display.V1.FormattedValue"'
const apply = (query: string) =>
  call(dataverse, 'GET', `wbc_attendees?$apply=${encodeURIComponent(query)}`, undefined, { prefer })

const [byRegistration, byAddress] = [524_130_000, 524_130_002]

function attended(minutes: number | null, questions: number, matchedBy = byRegistration) {
  dataverse.insert('wbc_attendee', { wbc_liveminutes: minutes, wbc_questions: questions, wbc_matchedby: matchedBy })
}

test('rows are added up in groups, with the label of a choice', async () => {
  attended(10, 1)
  attended(null, 2)
  attended(30, 3, byAddress)
  const sums = '$count as people,wbc_liveminutes with sum as minutes'
  expect(rowsOf(await apply(`groupby((wbc_matchedby),aggregate(${sums}))`))).toMatchObject([
    { wbc_matchedby: byRegistration, people: 2, minutes: 10 },
    { wbc_matchedby: byAddress, people: 1, minutes: 30 },
  ])
})

test('rows of a filter are added up without groups; of nothing a sum is null', async () => {
  attended(10, 1)
  attended(30, 3)
  const sums = ['sum', 'average', 'min', 'max', 'countdistinct'].map(
    (method) => `wbc_liveminutes with ${method} as ${method}`,
  )
  expect(rowsOf(await apply(`filter(wbc_questions ge 1)/aggregate(${sums})`))).toEqual([
    { sum: 40, average: 20, min: 10, max: 30, countdistinct: 2 },
  ])
  expect(rowsOf(await apply(`filter(wbc_questions ge 9)/aggregate($count as all,${sums[0]})`))).toEqual([
    { all: 0, sum: null },
  ])
})

test('distinct values are groups without sums', async () => {
  attended(10, 1)
  attended(10, 2)
  expect(rowsOf(await apply('groupby((wbc_liveminutes))'))).toMatchObject([{ wbc_liveminutes: 10 }])
})

test.each([
  'groupby((createdon))',
  'groupby((msevtmgt_none))',
  'aggregate(wbc_liveminutes with median as middle)',
  'topcount(3,wbc_liveminutes)',
])('what Dataverse does not add up is refused: %s', async (query) => {
  expect((await apply(query)).status).toBe(400)
})

test('more than 50,000 rows are not added up', async () => {
  for (let count = 0; count <= 50_000; count++) attended(1, 1)
  expect(codeOf(await apply('aggregate($count as all)'))).toBe('0x8004E023')
})
