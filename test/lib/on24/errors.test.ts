import { expect, test } from 'vitest'
import {
  CredentialsRefusedError,
  NotFoundError,
  RefusedError,
  TooLateError,
  UnavailableError,
} from '../../../lib/core/errors.ts'
import { toError } from '../../../lib/on24/errors.ts'

const call = 'POST event/5000001/registrant'
const failure = (status: number, message?: string, headers: Record<string, string> = {}) =>
  toError({ status, headers: new Headers(headers), body: message === undefined ? undefined : { message }, call })

test.each([
  [403, 'You have reached the maximum number of calls for this api.'],
  [403, 'You reached the maximum number of calls for this endpoint'],
  [429, 'Too many requests'],
  [429, undefined],
])('%s %j is the limit of calls: wait for the next minute', (status, message) => {
  const error = failure(status, message)
  expect(error).toBeInstanceOf(UnavailableError)
  expect(error).toMatchObject({ retry: true, retryAfter: 60, userMessage: { code: 'asked_to_wait', system: 'ON24' } })
})

test('the limit of calls waits as long as ON24 asks', () => {
  expect(failure(429, 'Too many requests', { 'retry-after': '7' })).toMatchObject({ retryAfter: 7 })
})

test.each([
  [403, 'You do not have permission to perform the requested operation.'],
  [401, 'You do not have permission to perform the requested operation.'],
  [403, 'The client id is not an Elite user'],
  [403, 'The adminId can not perform operations under client 10001'],
  [403, 'Client 10001 is not allowed to create events.'],
  [403, 'Webinar creation is not enabled for client 10001.'],
])('%s %j is a token without the access level', (status, message) => {
  expect(failure(status, message)).toBeInstanceOf(CredentialsRefusedError)
  expect(failure(status, message)).toMatchObject({ status: 'forbidden', retry: true })
})

test.each([
  [403, 'Client 10001 is inactive.'],
  [403, 'The contract of client 10001 has expired.'],
])('%s %j is an account that is closed', (status, message) => {
  expect(failure(status, message)).toMatchObject({ name: 'CredentialsRefusedError', status: 'forbidden' })
  expect(failure(status, message).userMessage).toEqual({ code: 'account_inactive', provider: 'ON24' })
})

test.each([
  [401, 'Header must contain both accessTokenKey and accessTokenSecret.'],
  [401, 'The access token is deactivated.'],
  [404, 'Client 10001 was not found.'],
  [404, 'The client does not exist'],
])('%s %j is a wrong token or client', (status, message) => {
  expect(failure(status, message)).toMatchObject({ name: 'CredentialsRefusedError', status: 'not_authenticated' })
})

test.each([
  [404, 'Event 5000001 was not found.'],
  [404, 'Event 5000001 was not found for client 10001.'],
  [404, 'The registrant was not found.'],
  [403, 'The email provided was not found.'],
  [412, 'The registrant does not exist and cannot be deleted or restored.'],
  [412, 'Precondition failed'],
])('%s %j is a webinar or person that is not there, and no fault of the account', (status, message) => {
  expect(failure(status, message)).toBeInstanceOf(NotFoundError)
})

test('an inactive webinar is distinguished from an inactive client', () => {
  expect(failure(403, 'Event 5000001 is inactive.')).toBeInstanceOf(RefusedError)
  expect(failure(403, 'Event 5000001 is inactive.').userMessage).toEqual({ code: 'webinar_inactive', provider: 'ON24' })
})

test.each([
  'A registrant cannot be deleted or restored after the event has begun.',
  'The event has already started.',
  'The event is over.',
  'Nobody can be deleted once the event begins.',
])('400 %j is too late', (message) => {
  expect(failure(400, message)).toBeInstanceOf(TooLateError)
})

test('a text that has to begin with something is no webinar that has begun', () => {
  expect(failure(400, 'The field std1 must begin with a letter.')).not.toBeInstanceOf(TooLateError)
})

test('any other 400 is a refusal in ON24’s own words', () => {
  expect(failure(400, 'The field email is not valid.')).toMatchObject({
    ...{ name: 'RefusedError', retry: false },
    userMessage: { code: 'provider_refused', provider: 'ON24', said: 'The field email is not valid.' },
  })
})

test('a 403 that says nothing known is "not now", the reading that loses nothing', () => {
  for (const message of ['Computer says no', undefined]) expect(failure(403, message)).toBeInstanceOf(UnavailableError)
})

test.each([500, 502, 503, 504, 408])('%s is an outage', (status) => {
  expect(failure(status, 'Oops')).toBeInstanceOf(UnavailableError)
})

test('a message for the log holds status and call, and nothing that ON24 said', () => {
  const error = failure(400, 'The value ada@example.test is not valid.')
  expect(error.message).toBe(`provider_refused: ON24 answered 400 to ${call}`)
})

test.each([400, 401, 403, 404, 407, 410, 412, 413, 415])('%s without ON24’s message says nothing', (status) => {
  for (const body of ['<html>', '', undefined, null, {}, { error: 'x' }, { message: 7 }, []]) {
    expect(toError({ status, headers: new Headers(), body, call })).toMatchObject({
      ...{ name: 'UnavailableError', retry: true },
      userMessage: { code: 'unreadable_answer', system: 'ON24' },
    })
  }
})
