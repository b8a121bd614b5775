import * as v from 'valibot'
import { expect, test } from 'vitest'
import { sentence } from '../../../lib/messages/sentence.ts'
import { createOn24 } from '../../../lib/on24/provider.ts'
import { configurationBody } from '../../../lib/triggers/configuration-body.ts'
import { faultsOf as messagesOf } from '../../../lib/triggers/faults.ts'
import { noLimits } from '../../harness/no-limits.ts'

const on24 = createOn24({ na: '', eu: '' }, noLimits)
const schema = configurationBody(new Map([['on24', on24]]))
const good = {
  provider: 'on24',
  region: 'eu',
  clientId: '22355',
  accessTokenKey: 'key-0123456789',
  accessTokenSecret: 'secret-0123456789',
  acceptTerms: true,
}
const faultsOf = (body: unknown) => {
  const parsed = v.safeParse(schema, body)
  return parsed.success ? [] : messagesOf(parsed.issues).map((message) => sentence(message, 'en'))
}
const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name))

test('a whole body is taken, without spaces around copied values', () => {
  const { acceptTerms: _, ...credentials } = good
  expect(v.parse(schema, { ...good, clientId: ' 22355 ', accessTokenKey: 'key-0123456789\n' })).toEqual({
    credentials,
    acceptedBy: null,
    deleteCancelledWebinars: false,
  })
  expect(v.parse(schema, { ...good, acceptedBy: ' Erin Planner ' })).toMatchObject({ acceptedBy: 'Erin Planner' })
})

test.each(Object.keys(good))('a body without %s is refused for that alone', (name) => {
  expect(faultsOf(without(name))).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))])
})

test.each<[string, unknown]>([
  ['deleteCancelledWebinars', 'yes'],
  ['provider', 'teams'],
  ['provider', 24],
  ['region', 'apac'],
  ['region', 'NA'],
  ['region', ['na']],
  ['clientId', 22355],
  ['clientId', '22 355'],
  ['clientId', '../22355'],
  ['clientId', '1'.repeat(21)],
  ['accessTokenKey', 'two words'],
  ['accessTokenKey', 'curly“quotes”'],
  ['accessTokenKey', 'a'.repeat(501)],
  ['accessTokenSecret', 'line\nbreak'],
  ['accessTokenSecret', null],
  ['acceptTerms', false],
  ['acceptTerms', 'true'],
  ['acceptTerms', 1],
  ['acceptedBy', 7],
  ['acceptedBy', 'x'.repeat(201)],
])('%s may not be %j, and the answer does not repeat it', (name, value) => {
  const faults = faultsOf({ ...good, [name]: value })
  expect(faults).toEqual([expect.stringMatching(new RegExp(`^${name} must be `))])
  if (typeof value === 'string' && value !== 'true') expect(faults.join()).not.toContain(value)
})

test('all problems are named at once', () => {
  const faults = faultsOf({ acceptedBy: 7 })
  expect(faults.map((fault) => fault.split(' ')[0])).toEqual([...Object.keys(good), 'acceptedBy'])
})

test('every misspelt member is named, so that none is silently left out', () => {
  expect(faultsOf({ ...good, deleteCanceledWebinars: true, ACCEPTEDBY: 'Erin' })).toEqual([
    expect.stringMatching(/^deleteCanceledWebinars is not known; the body has .*deleteCancelledWebinars/),
    expect.stringMatching(/^ACCEPTEDBY is not known/),
  ])
})

test.each([null, 'text', 7])('a body that is no object is one problem: %j', (body) => {
  expect(faultsOf(body)).toEqual(['The body must be a JSON object.'])
})
