import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, registerAda } from './fixtures.ts'

let dataverse: Dataverse
let ada: ReturnType<typeof registerAda>

beforeAll(async () => {
  dataverse = await startDataverse({ accepts: (token) => token === 'token' })
  ada = registerAda(dataverse)
})

afterAll(() => dataverse.stop())

test.each([
  ['an unknown table', 'msevtmgt_event', 404, '0x80060888'],
  ['an unknown column in $select', 'contacts?$select=nickname', 400, '0x0'],
  ['a lookup column without its underscores', 'msevtmgt_eventregistrations?$select=msevtmgt_contactid', 400, '0x0'],
  ['an unknown column in $filter', "contacts?$filter=nickname eq 'A'", 400, '0x0'],
  ['an unknown column in $orderby', 'contacts?$orderby=nickname', 400, '0x0'],
  ['a navigation property in the wrong case', 'msevtmgt_eventregistrations?$expand=msevtmgt_contactid', 400, '0x0'],
  ['an unknown column of an expanded row', 'contacts?$expand=parentcustomerid_account($select=fullname)', 400, '0x0'],
  ['an unknown query option', 'contacts?$search=ada', 400, '0x80060888'],
  ['$skip', 'contacts?$skip=10', 400, '0x80060888'],
  ['a number compared with text', "contacts?$filter=statecode eq '0'", 400, '0x0'],
  ['an id in quotes', `contacts?$filter=_parentcustomerid_value eq '${randomUUID()}'`, 400, '0x0'],
  ['a filter that does not parse', "contacts?$filter=firstname = 'Ada'", 400, '0x80060888'],
  ['a missing operand', 'contacts?$filter=firstname eq', 400, '0x80060888'],
  ['an alternate key', "contacts(emailaddress1='ada@example.com')", 400, '0x80060888'],
  ['a row that is not there', `contacts(${randomUUID()})`, 404, '0x80040217'],
  ['a broken paging cookie', 'contacts?$skiptoken=zzz', 400, '0x80060888'],
  ['change tracking with a filter', 'contacts?$filter=statecode eq 0&$deltatoken=1', 400, '0x80060888'],
])('a read of %s is refused', async (_, path, status, code) => {
  const reply = await call(dataverse, 'GET', path)
  expect(reply.status).toBe(status)
  expect(codeOf(reply)).toBe(code)
  expect(reply.body.error).toMatchObject({ message: expect.any(String) })
})

const bindContact = (id: string) => ({ 'msevtmgt_ContactId@odata.bind': `/contacts(${id})` })
const PAYLOAD = '0x80048d19'

test.each<[string, string, (id: typeof ada) => unknown, number, string]>([
  ['an unknown column', 'contacts', () => ({ nickname: 'A' }), 400, PAYLOAD],
  ['text for a number', 'timezonedefinitions', () => ({ timezonecode: '85' }), 400, PAYLOAD],
  ['a number for text', 'contacts', () => ({ firstname: 1 }), 400, PAYLOAD],
  [
    'text too long',
    'msevtmgt_webinarconfigurations',
    () => ({ msevtmgt_clientid: 'x'.repeat(101) }),
    400,
    '0x80044331',
  ],
  ['an unknown choice', 'contacts', () => ({ statecode: 7 }), 400, '0x8004431a'],
  ['a status reason of the other state', 'contacts', () => ({ statecode: 0, statuscode: 2 }), 400, '0x80048408'],
  ['a number out of range', 'msevtmgt_events', () => ({ msevtmgt_eventtimezone: 1501 }), 400, '0x80044330'],
  [
    'a wall clock with an offset',
    'msevtmgt_events',
    () => ({ msevtmgt_eventstartdate: '2026-01-01T10:00:00+01:00' }),
    400,
    PAYLOAD,
  ],
  [
    'an instant without an offset',
    'msevtmgt_webinarconfigurations',
    () => ({ msevtmgt_lastupdatedatetime: '2026-01-01T10:00:00' }),
    400,
    PAYLOAD,
  ],
  ['a column Dataverse keeps itself', 'contacts', () => ({ modifiedon: '2026-01-01T10:00:00Z' }), 400, PAYLOAD],
  ['a lookup by its column', 'contacts', () => ({ _parentcustomerid_value: ada.account }), 400, PAYLOAD],
  [
    'a missing required lookup',
    'msevtmgt_eventregistrations',
    ({ contact }) => bindContact(contact),
    400,
    '0x80040203',
  ],
  [
    'a lookup to a row that is not there',
    'msevtmgt_eventregistrations',
    () => bindContact(randomUUID()),
    404,
    '0x80040217',
  ],
  [
    'a lookup to the wrong table',
    'msevtmgt_eventregistrations',
    ({ account }) => ({ 'msevtmgt_ContactId@odata.bind': `/accounts(${account})` }),
    400,
    PAYLOAD,
  ],
  [
    'a lookup in the wrong case',
    'msevtmgt_eventregistrations',
    ({ contact }) => ({ 'msevtmgt_contactid@odata.bind': `/contacts(${contact})` }),
    400,
    PAYLOAD,
  ],
  ['a body that is no JSON', 'contacts', () => '{', 400, PAYLOAD],
])('a create with %s is refused', async (_, path, body, status, code) => {
  const reply = await call(dataverse, 'POST', path, body(ada))
  expect([reply.status, codeOf(reply)]).toEqual([status, code])
})

test('a required lookup cannot be emptied', async () => {
  const path = `msevtmgt_eventregistrations(${ada.registration})`
  expect((await call(dataverse, 'PATCH', path, { 'msevtmgt_ContactId@odata.bind': null })).status).toBe(400)
})

test('direct access is held to the same rules', () => {
  expect(() => dataverse.insert('contact', { nickname: 'A' })).toThrow('nickname')
  expect(() => dataverse.insert('msevtmgt_session', { msevtmgt_event: randomUUID() })).toThrow('Does Not Exist')
})

test.each([
  ['no token', null],
  ['another scheme', 'Basic abc'],
  ['a token that is not accepted', 'Bearer stale'],
])('a call with %s is refused', async (_, authorization) => {
  const reply = await call(dataverse, 'GET', 'WhoAmI', undefined, { authorization })
  expect(reply.status).toBe(401)
  expect(reply.headers.get('www-authenticate')).toContain('Bearer')
})

test('a method the resource does not know is refused', async () => {
  expect((await call(dataverse, 'PATCH', 'contacts', {})).status).toBe(405)
  expect((await call(dataverse, 'PUT', `contacts(${ada.contact})`, {})).status).toBe(405)
  expect((await call(dataverse, 'POST', 'WhoAmI', {})).status).toBe(405)
})

test('a body of another content type is refused', async () => {
  const headers = { 'content-type': 'text/plain' }
  expect((await call(dataverse, 'POST', 'contacts', '{"firstname":"A"}', headers)).status).toBe(415)
  expect((await call(dataverse, 'POST', '$batch', '{}')).status).toBe(415)
})
