import { expect, test } from 'vitest'
import { registrationProblem } from '../../../../lib/rules/webinars/prerequisites.ts'
import { aWebinarRow } from '../../../harness/builders.ts'

const session = aWebinarRow({ kind: 'session' })
const all = { credentials: true, terms: true }

test('nothing is wrong with a webinar that has an id, credentials and accepted terms', () => {
  expect(registrationProblem(session, all)).toBeUndefined()
})

test('missing prerequisites are named in the order in which they have to be met', () => {
  const nothing = { ...session, configuration: undefined, webinarId: undefined }
  const none = { credentials: false, terms: false }
  expect(registrationProblem(nothing, none)).toBe('The session has no webinar configuration; choose one.')
  const noId = { ...session, webinarId: undefined }
  expect(registrationProblem(noId, none)).toBe('The webinar configuration has no credentials; enter them.')
  expect(registrationProblem(noId, { ...none, credentials: true })).toBe(
    'The terms of the webinar provider are not accepted; accept them.',
  )
  expect(registrationProblem(noId, all)).toBe('The session has no webinar yet; this goes out when it has.')
})

test('the planner’s own word is used for the event', () => {
  expect(registrationProblem({ ...session, kind: 'event', webinarId: undefined }, all)).toMatch(/^The event /)
})
