import { expect, test } from 'vitest'
import { CredentialsRefusedError, UnavailableError } from '../../../lib/core/errors.ts'
import { redactError } from '../../../lib/triggers/redact-error.ts'

test('an error of the app keeps its name, message and place', () => {
  const error = new CredentialsRefusedError(
    'forbidden',
    { code: 'as_written', text: 'No level.' },
    { message: 'ON24 answered 403 to GET event' },
  )
  const clean = redactError(error)
  expect(clean).toMatchObject({
    name: 'CredentialsRefusedError',
    message: 'as_written: ON24 answered 403 to GET event',
  })
  expect(clean.stack).toContain('redact-error.test.ts')
})

test('any other error keeps only its kind, code and place', () => {
  const error = Object.assign(new RangeError('ada@example.test at https://user:pw@host/?key=1'), { code: 'ECONNRESET' })
  const clean = redactError(error)
  expect(clean).toMatchObject({ name: 'RangeError', message: 'Unforeseen RangeError (ECONNRESET)' })
  expect(clean.stack).toContain('redact-error.test.ts')
  expect(`${clean.message} ${clean.stack}`).not.toMatch(/ada@|pw@|key=/)
})

test('the cause of an error is redacted in the same way', () => {
  const cause = Object.assign(new Error('connect 10.0.0.4:443 for ada@example.test'), { code: 'ECONNREFUSED' })
  const clean = redactError(
    new UnavailableError(
      { code: 'as_written', text: 'Out.' },
      { message: 'ON24 gave no whole answer to GET event', cause },
    ),
  )
  expect(clean.message).toBe('as_written: ON24 gave no whole answer to GET event, because of: Error (ECONNREFUSED)')
  expect(clean.cause).toBeUndefined()
})

test('a code that is no code is left out', () => {
  expect(redactError(Object.assign(new Error('x'), { code: 'ada@example.test failed' })).message).toBe(
    'Unforeseen Error',
  )
})

test.each(['text with a secret', undefined, null, { token: 'secret' }])(
  'a thrown value that is no error is not repeated: %j',
  (thrown) => {
    expect(redactError(thrown).message).toBe('Something that is no error was thrown')
  },
)
