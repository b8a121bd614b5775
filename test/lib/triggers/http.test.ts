import { HttpRequest, InvocationContext } from '@azure/functions'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import {
  ConflictError,
  CredentialsRefusedError,
  InvalidInputError,
  NotFoundError,
  RefusedError,
  TooLateError,
  UnauthorizedError,
  UnavailableError,
} from '../../../lib/core/errors.ts'
import { answer, json, readId, readJson } from '../../../lib/triggers/http.ts'

function listening() {
  const logged: string[] = []
  const context = new InvocationContext({
    invocationId: 'b8f9f8d0-0000-4000-8000-000000000001',
    logHandler: (_level, ...parts) => void logged.push(parts.join(' ')),
  })
  return { context, logged }
}
const failing = (error: unknown) => {
  const { context, logged } = listening()
  const answered = answer(context, async () => {
    throw error
  })
  return { answered, logged }
}
const request = (services: { id?: string; body?: string }) =>
  new HttpRequest({
    method: 'PUT',
    url: 'http://127.0.0.1/api/configurations/x',
    ...(services.id !== undefined && { params: { id: services.id } }),
    ...(services.body !== undefined && { body: { string: services.body } }),
  })

test.each([
  [new InvalidInputError(['One is wrong.', 'Two is missing.']), 400, 'invalid_input', undefined],
  [new UnauthorizedError('Who are you?'), 401, 'unauthorized', undefined],
  [new NotFoundError('Nothing there.'), 404, 'not_found', undefined],
  [new CredentialsRefusedError('not_authenticated', 'Wrong token.'), 422, 'not_authenticated', undefined],
  [new CredentialsRefusedError('forbidden', 'No level.'), 422, 'forbidden', undefined],
  [new RefusedError('Too long.'), 422, 'refused', undefined],
  [new TooLateError('Has begun.'), 422, 'refused', undefined],
  [new UnavailableError('Out.', { retryAfter: 17 }), 503, 'unavailable', '17'],
  [new ConflictError('Changed.'), 503, 'conflict', '1'],
])('%s is answered by its sentence for people', async (error, status, code, retryAfter) => {
  const { answered } = failing(error)
  const given = await answered
  expect(given).toMatchObject({ status, jsonBody: { error: { code, message: error.userMessage } } })
  expect((given.headers as Record<string, string>)['retry-after']).toBe(retryAfter)
})

test('every problem of a request is listed', async () => {
  const { answered } = failing(new InvalidInputError(['One is wrong.', 'Two is missing.']))
  expect((await answered).jsonBody.error.details).toEqual(['One is wrong.', 'Two is missing.'])
})

test('an outage without a time to come back names one all the same', async () => {
  const given = await failing(new UnavailableError('Out.')).answered
  expect(Number((given.headers as Record<string, string>)['retry-after'])).toBeGreaterThan(0)
})

test('an unexpected error is a 500 with only the correlation id, and logged with it', async () => {
  const { answered, logged } = failing(new TypeError('secret-token is not a function'))
  const message = 'Something went wrong. Quote b8f9f8d0-0000-4000-8000-000000000001 to whoever runs the connector.'
  expect(await answered).toMatchObject({ status: 500, jsonBody: { error: { code: 'internal', message } } })
  expect(logged.join()).toContain('Unforeseen TypeError')
  expect(logged.join()).toContain('http.test.ts')
  expect(logged.join()).not.toContain('secret-token')
})

test('the log of a failure has the detail that the answer leaves out', async () => {
  const { answered, logged } = failing(new UnavailableError('Out.', { message: 'ON24 answered 502 to GET event' }))
  expect(JSON.stringify(await answered)).not.toContain('502')
  expect(logged).toEqual([expect.stringContaining('ON24 answered 502 to GET event')])
})

test('no answer may be kept by a cache', async () => {
  const { context } = listening()
  const given = [
    await answer(context, async () => json({})),
    await failing(new NotFoundError('Gone.')).answered,
    await failing(new Error('Oh.')).answered,
  ]
  for (const { headers } of given) expect(headers).toMatchObject({ 'cache-control': 'no-store' })
})

test('an id is read in lower case, and anything else is not found', () => {
  const id = '4A4F6C1E-0C3C-4B57-9D3E-51A2F1A70001'
  expect(readId(request({ id }))).toBe(id.toLowerCase())
  for (const none of ['7', `{${id}}`, `${id}x`, '']) expect(() => readId(request({ id: none }))).toThrow(NotFoundError)
  expect(() => readId(request({}))).toThrow(NotFoundError)
})

test('a body is read as what it must be', async () => {
  const schema = v.object({ name: v.string('name must be text.'), age: v.number('age must be a number.') })
  expect(await readJson(request({ body: '{"name":"Ada","age":36}' }), schema)).toEqual({ name: 'Ada', age: 36 })
  await expect(readJson(request({ body: '{"name":7,"age":"36"}' }), schema)).rejects.toMatchObject({
    problems: ['name must be text.', 'age must be a number.'],
  })
})

test.each(['', '{', 'name=Ada', '\u0000'])('a body that is no JSON is wrong input: %j', async (body) => {
  await expect(readJson(request({ body }), v.unknown())).rejects.toMatchObject({ problems: ['The body is not JSON.'] })
})
