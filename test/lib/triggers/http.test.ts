import { InvocationContext } from '@azure/functions'
import { expect, test } from 'vitest'
import {
  ConflictError,
  CredentialsRefusedError,
  InvalidInputError,
  MisconfiguredError,
  NotFoundError,
  RefusedError,
  TooLargeError,
  TooLateError,
  TooSlowError,
  UnauthorizedError,
  UnavailableError,
} from '../../../lib/core/errors.ts'
import type { Language } from '../../../lib/messages/message.ts'
import { answer, json } from '../../../lib/triggers/http.ts'

const text = (said: string) => ({ code: 'as_written', text: said }) as const

function listening() {
  const logged: string[] = []
  const context = new InvocationContext({
    invocationId: 'b8f9f8d0-0000-4000-8000-000000000001',
    logHandler: (_level, ...parts) => void logged.push(parts.join(' ')),
  })
  return { context, logged }
}
const speaking = (language: Language) => () => ({ language: async () => language })
const failing = (error: unknown, app: Parameters<typeof answer>[1] = speaking('en')) => {
  const { context, logged } = listening()
  const answered = answer(context, app, async () => {
    throw error
  })
  return { answered, logged }
}

test.each([
  [
    new InvalidInputError([{ code: 'body_empty' }, { code: 'not_guid', member: 'id' }]),
    400,
    'invalid_input',
    'The body is empty. id must be a GUID.',
    undefined,
  ],
  [new UnauthorizedError(text('Who are you?')), 401, 'unauthorized', 'Who are you?', undefined],
  [new TooLargeError(text('Too much.')), 413, 'too_large', 'Too much.', undefined],
  [new TooSlowError(text('Too late.')), 408, 'too_slow', 'Too late. Try again.', undefined],
  [new NotFoundError(text('Nothing there.')), 404, 'not_found', 'Nothing there.', undefined],
  [
    new CredentialsRefusedError('not_authenticated', text('Wrong token.')),
    422,
    'not_authenticated',
    'Wrong token.',
    undefined,
  ],
  [new CredentialsRefusedError('forbidden', text('No level.')), 422, 'forbidden', 'No level.', undefined],
  [new RefusedError(text('Too long.')), 422, 'refused', 'Too long.', undefined],
  [new TooLateError(text('Has begun.')), 422, 'refused', 'Has begun.', undefined],
  [
    new UnavailableError(text('Out.'), { retryAfter: 17 }),
    503,
    'unavailable',
    'Out. Try again in a few minutes.',
    '17',
  ],
  [
    new UnavailableError({ code: 'vault_key_missing' }, { retryAfter: 17 }),
    503,
    'unavailable',
    'Key Vault has no usable credential key. Set one.',
    '17',
  ],
  [new ConflictError('Changed.'), 503, 'conflict', 'Somebody else changed this at the same moment. Try again.', '1'],
])('%s is answered by its sentence for people', async (error, status, code, message, retryAfter) => {
  const { answered } = failing(error)
  const given = await answered
  expect(given).toMatchObject({ status, jsonBody: { error: { code, message } } })
  expect((given.headers as Record<string, string>)['retry-after']).toBe(retryAfter)
})

test('every problem of a request is listed', async () => {
  const { answered } = failing(new InvalidInputError([text('One is wrong.'), text('Two is missing.')]))
  expect((await answered).jsonBody.error.details).toEqual(['One is wrong.', 'Two is missing.'])
})

test('an answer is in the language of the app, and in English where the app cannot be built', async () => {
  const error = new NotFoundError({ code: 'backfill_unknown' })
  const said = async (app: Parameters<typeof answer>[1]) => (await failing(error, app).answered).jsonBody.error.message
  expect(await said(speaking('de'))).toBe('Es gibt keine Nachlieferung mit dieser ID.')
  const broken = () => {
    throw new MisconfiguredError([{ code: 'setting_missing', setting: 'DATAVERSE_URL' }])
  }
  expect(await said(broken)).toBe('DATAVERSE_URL is missing.')
})

test('a wrong setting is told apart from every other outage, with details where several are wrong', async () => {
  const wrong = (...settings: [string, ...string[]]) => {
    const problem = (setting: string) => ({ code: 'setting_missing', setting }) as const
    const [first, ...others] = settings
    return failing(new MisconfiguredError([problem(first), ...others.map(problem)])).answered
  }
  const one = { error: { code: 'misconfigured', message: 'ONE is missing.' } }
  expect(await wrong('ONE')).toMatchObject({ status: 503, jsonBody: one, headers: { 'retry-after': '60' } })
  const details = ['ONE is missing.', 'TWO is missing.']
  const both = { error: { code: 'misconfigured', message: details.join(' '), details } }
  expect(await wrong('ONE', 'TWO')).toMatchObject({ status: 503, jsonBody: both })
})

test('an outage without a time to come back names one all the same', async () => {
  const given = await failing(new UnavailableError({ code: 'as_written', text: 'Out.' })).answered
  expect(Number((given.headers as Record<string, string>)['retry-after'])).toBeGreaterThan(0)
})

test('an unexpected error is a 500 with only the correlation id, and logged with it', async () => {
  const { answered, logged } = failing(new TypeError('secret-token is not a function'))
  const message = 'Something went wrong. Quote b8f9f8d0-0000-4000-8000-000000000001 to your administrator.'
  expect(await answered).toMatchObject({ status: 500, jsonBody: { error: { code: 'internal', message } } })
  expect(logged.join()).toContain('Unforeseen TypeError')
  expect(logged.join()).toContain('http.test.ts')
  expect(logged.join()).not.toContain('secret-token')
})

test('the log of a failure has the detail that the answer leaves out', async () => {
  const { answered, logged } = failing(
    new UnavailableError({ code: 'as_written', text: 'Out.' }, { message: 'ON24 answered 502 to GET event' }),
  )
  expect(JSON.stringify(await answered)).not.toContain('502')
  expect(logged).toEqual([expect.stringContaining('ON24 answered 502 to GET event')])
})

test('no answer may be kept by a cache', async () => {
  const { context } = listening()
  const given = [
    await answer(context, speaking('en'), async () => json({})),
    await failing(new NotFoundError({ code: 'as_written', text: 'Gone.' })).answered,
    await failing(new Error('Oh.')).answered,
  ]
  for (const { headers } of given) expect(headers).toMatchObject({ 'cache-control': 'no-store' })
})
