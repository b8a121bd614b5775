import { expect, test } from 'vitest'
import {
  AppError,
  ConflictError,
  CredentialsRefusedError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
  TooLateError,
  UnauthorizedError,
  UnavailableError,
} from '../../../lib/core/errors.ts'

test.each([
  [new InvalidInputError(['Wrong.']), false],
  [new UnauthorizedError('Who?'), false],
  [new NotFoundError('Gone.'), false],
  [new RefusedError('No.'), false],
  [new TooLateError('Has begun.'), false],
  [new CredentialsRefusedError('forbidden', 'No level.'), true],
  [new ConflictError('Changed.'), true],
  [new UnavailableError('Out.'), true],
])('%s knows whether trying again helps', (error, retry) => {
  expect(error).toBeInstanceOf(AppError)
  expect(error.retry).toBe(retry)
  expect(error.name).toBe(error.constructor.name)
})

test('the sentence for people falls back to the message for the log', () => {
  const cause = new Error('socket')
  expect(new RefusedError('Too long.', { message: 'ON24 answered 400', cause })).toMatchObject({
    ...{ userMessage: 'Too long.', message: 'ON24 answered 400', cause },
  })
  expect(new RefusedError('Too long.')).toMatchObject({ userMessage: 'Too long.', message: 'Too long.' })
  expect(new RefusedError('Too long.')).not.toHaveProperty('cause')
})

test('wrong input lists all its problems, one sentence after the other', () => {
  expect(new InvalidInputError(['One.', 'Two.'])).toMatchObject({
    userMessage: 'One. Two.',
    problems: ['One.', 'Two.'],
  })
})

test('an outage names the seconds to wait that were asked for, or else a default', () => {
  expect(new UnavailableError('Out.', { retryAfter: 17 }).retryAfter).toBe(17)
  expect(new UnavailableError('Out.', { retryAfter: undefined }).retryAfter).toBeGreaterThan(0)
})
