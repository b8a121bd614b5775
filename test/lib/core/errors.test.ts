import { expect, test } from 'vitest'
import {
  AppError,
  ConflictError,
  CredentialsRefusedError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
  TooLargeError,
  TooLateError,
  TooSlowError,
  UnauthorizedError,
  UnavailableError,
} from '../../../lib/core/errors.ts'

test.each([
  [new InvalidInputError([{ code: 'as_written', text: 'Wrong.' }]), false],
  [new UnauthorizedError({ code: 'as_written', text: 'Who?' }), false],
  [new NotFoundError({ code: 'as_written', text: 'Gone.' }), false],
  [new TooLargeError({ code: 'as_written', text: 'Too much.' }), false],
  [new TooSlowError({ code: 'as_written', text: 'Too late.' }), true],
  [new RefusedError({ code: 'as_written', text: 'No.' }), false],
  [new TooLateError({ code: 'as_written', text: 'Has begun.' }), false],
  [new CredentialsRefusedError('forbidden', { code: 'as_written', text: 'No level.' }), true],
  [new ConflictError('Changed.'), true],
  [new UnavailableError({ code: 'as_written', text: 'Out.' }), true],
])('%s knows whether trying again helps', (error, retry) => {
  expect(error).toBeInstanceOf(AppError)
  expect(error.retry).toBe(retry)
  expect(error.name).toBe(error.constructor.name)
})

test('the log has the code and the detail, and none of the facts that a person is told', () => {
  const cause = new Error('socket')
  const userMessage = { code: 'provider_refused', provider: 'ON24', said: 'ada@example.test is taken' } as const
  const error = new RefusedError(userMessage, { message: 'ON24 answered 400', cause })
  expect(error).toMatchObject({ userMessage, message: 'provider_refused: ON24 answered 400', cause })
  expect(new RefusedError(userMessage)).toMatchObject({ userMessage, message: 'provider_refused' })
  expect(new RefusedError(userMessage)).not.toHaveProperty('cause')
})

test('wrong input names all its problems', () => {
  const problems = [{ code: 'body_empty' }, { code: 'not_guid', member: 'id' }] as const
  expect(new InvalidInputError(problems)).toMatchObject({ userMessage: problems[0], problems })
})

test('every conflict is told in the same way; what it was is for the log', () => {
  expect(new ConflictError('Changed.')).toMatchObject({
    userMessage: { code: 'conflict' },
    message: 'conflict: Changed.',
  })
})

test('an outage names the seconds to wait that were asked for, or else a default', () => {
  expect(new UnavailableError({ code: 'as_written', text: 'Out.' }, { retryAfter: 17 }).retryAfter).toBe(17)
  expect(
    new UnavailableError({ code: 'as_written', text: 'Out.' }, { retryAfter: undefined }).retryAfter,
  ).toBeGreaterThan(0)
})
