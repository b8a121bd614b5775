import { expect, test } from 'vitest'
import {
  AppError,
  Conflict,
  CredentialsRefused,
  InvalidInput,
  NotFound,
  Refused,
  TooLate,
  Unauthorized,
  Unavailable,
} from '../../../lib/core/errors.ts'

test.each([
  [new InvalidInput(['Wrong.']), false],
  [new Unauthorized('Who?'), false],
  [new NotFound('Gone.'), false],
  [new Refused('No.'), false],
  [new TooLate('Has begun.'), false],
  [new CredentialsRefused('forbidden', 'No level.'), true],
  [new Conflict('Changed.'), true],
  [new Unavailable('Out.'), true],
])('%s knows whether trying again helps', (error, retry) => {
  expect(error).toBeInstanceOf(AppError)
  expect(error.retry).toBe(retry)
  expect(error.name).toBe(error.constructor.name)
})

test('the sentence for people stands apart from the message for the log, and is it where there is no other', () => {
  const cause = new Error('socket')
  expect(new Refused('Too long.', { message: 'ON24 answered 400', cause })).toMatchObject({
    ...{ plain: 'Too long.', message: 'ON24 answered 400', cause },
  })
  expect(new Refused('Too long.')).toMatchObject({ plain: 'Too long.', message: 'Too long.' })
  expect(new Refused('Too long.')).not.toHaveProperty('cause')
})

test('wrong input says all its faults in one sentence after the other', () => {
  expect(new InvalidInput(['One.', 'Two.'])).toMatchObject({ plain: 'One. Two.', faults: ['One.', 'Two.'] })
})

test('an outage names seconds to wait: those that were asked for, else some', () => {
  expect(new Unavailable('Out.', { retryAfter: 17 }).retryAfter).toBe(17)
  expect(new Unavailable('Out.', { retryAfter: undefined }).retryAfter).toBeGreaterThan(0)
})
