import { HttpRequest } from '@azure/functions'
import * as v from 'valibot'
import { expect, test } from 'vitest'
import { fault, known } from '../../../lib/triggers/faults.ts'
import { guid, readId, readRequest, rowPath } from '../../../lib/triggers/request.ts'

const id = '4A4F6C1E-0C3C-4B57-9D3E-51A2F1A70001'
const request = ({ params = {}, query = '', body }: { params?: object; query?: string; body?: string } = {}) =>
  new HttpRequest({
    method: 'PUT',
    url: `http://127.0.0.1/api/x${query}`,
    params: { ...params },
    query: Object.fromEntries(new URL(`http://x/${query}`).searchParams),
    ...(body !== undefined && { body: { string: body } }),
  })
const text = (said: string) => ({ code: 'as_written', text: said }) as const
const Person = known(
  { name: v.string(fault(text('No name.'))), age: v.optional(v.number(fault(text('No age.')))) },
  'unknown_member',
)
const services = {
  watchedTables: ['msevtmgt_event', 'msevtmgt_eventregistration', 'msevtmgt_session'] as const,
  subjectOf: (table: string) => (table.endsWith('registration') ? ('registrations' as const) : ('webinars' as const)),
}

test.each([id, id.toLowerCase(), `{${id}}`])('an id is taken in any case and in braces: %s', async (given) => {
  expect(await readId(request({ params: { id: given } }))).toBe(id.toLowerCase())
})

test.each(['7', `${id}x`, '', `{${id}`])('an id that is none is a fault: %j', async (given) => {
  const problems = [{ code: 'not_guid', member: 'id' }]
  await expect(readId(request({ params: { id: given } }))).rejects.toMatchObject({ problems })
})

test('a key of the host is no member of the query, and any other unknown one is a fault', async () => {
  const asked = { query: { kind: v.optional(v.string()) } }
  const { query } = await readRequest(request({ query: '?code=key&clientId=me&kind=refused' }), asked)
  expect(query).toEqual({ kind: 'refused' })
  const unknown = (member: string) => ({ code: 'unknown_query', member, members: 'kind' })
  await expect(readRequest(request({ query: '?dryRun=true&knid=refused' }), asked)).rejects.toMatchObject({
    problems: [unknown('dryRun'), unknown('knid')],
  })
})

test('every fault of path, query and body is named at once', async () => {
  const wrong = request({
    params: { table: 'events', id: '7' },
    query: '?dryRun=true',
    body: '{"nmae":"Ada","age":"36"}',
  })
  await expect(readRequest(wrong, { path: rowPath(services), body: Person })).rejects.toMatchObject({
    problems: [
      { code: 'not_one_of', member: 'table', values: 'msevtmgt_event, msevtmgt_session' },
      { code: 'not_guid', member: 'id' },
      { code: 'unknown_query', member: 'dryRun', members: '' },
      { code: 'body_not_object' },
      text('No age.'),
      { code: 'unknown_member', member: 'nmae', members: 'name, age' },
    ],
  })
})

test.each([
  ['', '""'],
  [' kind', '" kind"'],
  ['a\u0000b', '"a\\u0000b"'],
  ['x'.repeat(5000), `${'x'.repeat(100)}…`],
])('a member of an odd name is shown in quotation marks, and a long one cut short: %j', async (name, member) => {
  const unknown = (code: string) => ({ code, member, members: '' })
  const odd = request({ query: `?${encodeURIComponent(name)}=1`, body: JSON.stringify({ [name]: 1 }) })
  await expect(readRequest(odd, {})).rejects.toMatchObject({
    problems: [unknown('unknown_query'), unknown('unknown_member')],
  })
})

test('an answer names twenty faults at most', async () => {
  const body = JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, at) => [`m${at}`, 0])))
  const { problems } = await readRequest(request({ body }), { body: Person }).catch((error) => error)
  expect(problems).toHaveLength(20)
})

test('a call is read as what it must be', async () => {
  const whole = request({ params: { table: 'msevtmgt_Session', id }, body: '{"name":"Ada","age":36}' })
  const { path, body } = await readRequest(whole, { path: rowPath(services), body: Person })
  expect(path).toEqual({ table: 'msevtmgt_session', id: id.toLowerCase() })
  expect(body).toEqual({ name: 'Ada', age: 36 })
})

test.each(['', '{', 'name=Ada', '\u0000'])('a body that is no JSON is wrong input: %j', async (body) => {
  await expect(readRequest(request({ body }), { body: Person })).rejects.toMatchObject({
    problems: [{ code: 'body_not_json' }],
  })
})

test('a call without a body of its own takes none, an empty one or an empty object', async () => {
  const asked = { path: { id: guid('id') } }
  for (const body of [undefined, '', ' ', '{}']) {
    expect((await readRequest(request({ params: { id }, ...(body !== undefined && { body }) }), asked)).body).toEqual(
      {},
    )
  }
  await expect(readRequest(request({ params: { id }, body: '{"dryRun":true}' }), asked)).rejects.toMatchObject({
    problems: [{ code: 'unknown_member', member: 'dryRun', members: '' }],
  })
  await expect(readRequest(request({ params: { id }, body: '[]' }), asked)).rejects.toMatchObject({
    problems: [{ code: 'body_not_object' }],
  })
})
