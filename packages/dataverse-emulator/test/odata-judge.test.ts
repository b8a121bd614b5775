import { beforeAll, beforeEach, expect, test } from 'vitest'
import { csdlOf } from '../src/csdl.ts'
import { findingsOn, notChecked, type SentRequest } from '../src/odata-judge.ts'
import { TABLES } from '../src/schema.ts'

beforeAll(() => {
  if (notChecked) console.warn(`Requests are ${notChecked}.`)
})
beforeEach(({ skip }) => skip(notChecked !== undefined, notChecked))

const id = '00000000-0000-4000-8000-000000000001'
const json = { 'content-type': 'application/json' }
const registration = `/msevtmgt_eventregistrations(${id})`
const checkIn = { '@odata.type': 'Microsoft.Dynamics.CRM.msevtmgt_checkin', msevtmgt_checkinid: id }
const bulk = 'msevtmgt_checkins/Microsoft.Dynamics.CRM.UpsertMultiple'
const boundary = 'multipart/mixed; boundary=b'

const crm = 'Microsoft.Dynamics.CRM'
const columns = "EntityDefinitions(LogicalName='contact')/Attributes"
const text = { '@odata.type': `${crm}.StringAttributeMetadata`, SchemaName: 'wbc_Code', MaxLength: 100 }
const choice = { '@odata.type': `${crm}.PicklistAttributeMetadata`, SchemaName: 'wbc_Kind' }
const lookup = {
  '@odata.type': `${crm}.OneToManyRelationshipMetadata`,
  SchemaName: 'wbc_contact_wbc_contactid',
  CascadeConfiguration: { Delete: 'RemoveLink' },
}

type Draft = [method: string, resource: string, body?: unknown, headers?: Record<string, string>]

function sent([method, resource, body = '', headers = json]: Draft): SentRequest {
  const url = new URL(resource, 'https://contoso.crm4.dynamics.com/api/data/v9.2/').href
  return { method, url, headers, body: typeof body === 'string' ? body : JSON.stringify(body) }
}

function batch(part: string, { type = boundary, end = '--b--' } = {}): Draft {
  const lines = ['--b', 'Content-Type: application/http', 'Content-Transfer-Encoding: binary', '', part, end, '']
  return ['POST', '$batch', lines.join('\r\n'), { 'content-type': type }]
}
const read = (query: string) => `GET /api/data/v9.2/contacts?${query} HTTP/1.1\r\n\r\n`
const write = (body: string) =>
  `PATCH /api/data/v9.2/contacts(${id}) HTTP/1.1\r\nContent-Type: application/json\r\n\r\n${body}`

const right: Draft[] = [
  ['GET', `msevtmgt_eventregistrations?$filter=_msevtmgt_eventid_value eq ${id} and msevtmgt_EventId/statecode eq 0`],
  ['GET', 'contacts?$select=fullname&$expand=parentcustomerid_account($select=name)&$orderby=createdon&$count=true'],
  ['PATCH', `msevtmgt_checkins(${id})`, { 'msevtmgt_RegistrationId@odata.bind': registration }],
  ['PATCH', `msevtmgt_checkins(${id})`, { 'ownerid@odata.bind': `/teams(${id})` }],
  ['PATCH', `contacts(${id})`, { 'parentcustomerid_account@odata.bind': null }],
  ['POST', bulk, { Targets: [{ ...checkIn, msevtmgt_checkintime: '2026-01-31T10:00:00Z' }] }],
  ['GET', "EntityDefinitions(LogicalName='contact')/Attributes(LogicalName='statuscode')?$select=LogicalName"],
  ['POST', columns, { ...text, FormatName: { Value: 'Text' } }],
  ['POST', columns, { ...choice, 'GlobalOptionSet@odata.bind': `/GlobalOptionSetDefinitions(${id})` }],
  ['POST', 'RelationshipDefinitions', lookup],
  ['GET', `appmodules/${crm}.RetrieveUnpublishedMultiple()?$select=uniquename`],
  ['GET', 'WhoAmI'],
  ['POST', 'PublishXml', { ParameterXml: '<importexportxml/>' }],
  batch(read("$filter=emailaddress1 eq 'ada@example.test'")),
  batch(write('{"firstname":"Ada"}')),
]

const wrong: Record<string, [request: Draft, finding: RegExp]> = {
  'a misspelt column that is selected': [['GET', 'contacts?$select=fulname'], /property named 'fulname'/],
  'a misspelt column in a filter': [['GET', "contacts?$filter=fulname eq 'x'"], /property named 'fulname'/],
  'a misspelt column that is written': [['PATCH', `contacts(${id})`, { firstnam: 'Ada' }], /property 'firstnam'/],
  'an unknown table': [['GET', 'msevtmgt_registrations'], /segment 'msevtmgt_registrations'/],
  'a row by a key that its table has not': [['GET', "contacts(emailaddress1='ada@example.test')"], /key .* not valid/],
  'an unknown query option': [['GET', 'contacts?$columns=fullname'], /\$columns/],
  'a text in quotes for a number': [['GET', "contacts?$filter=statecode eq '0'"], /incompatible types/],
  'an id in quotes': [['GET', `contacts?$filter=contactid eq '${id}'`], /incompatible types/],
  'a time in quotes': [['GET', "contacts?$filter=createdon ge '2026-01-31T10:00:00Z'"], /incompatible types/],
  'a filter that does not end': [['GET', 'contacts?$filter=(statecode eq 0'], /'\)' or operator expected/],
  'a number for a text': [['PATCH', `contacts(${id})`, { firstname: 5 }], /literal '5'/],
  'a word for a time': [['POST', bulk, { Targets: [{ ...checkIn, msevtmgt_checkintime: 'now' }] }], /literal 'now'/],
  'an unknown navigation property': [['GET', 'contacts?$expand=parentcustomerid'], /named 'parentcustomerid'/],
  'a wrong column of an expanded row': [
    ['GET', 'contacts?$expand=parentcustomerid_account($select=title)'],
    /property named 'title'/,
  ],
  'a navigation property in another case': [
    ['PATCH', `msevtmgt_checkins(${id})`, { 'msevtmgt_registrationid@odata.bind': registration }],
    /property 'msevtmgt_registrationid'/,
  ],
  'a lookup that is bound to another table': [
    ['PATCH', `msevtmgt_checkins(${id})`, { 'msevtmgt_Contact@odata.bind': registration }],
    /no address of a row of .*contact/,
  ],
  'rows of another table in a bulk action': [
    ['POST', bulk, { Targets: [{ '@odata.type': 'Microsoft.Dynamics.CRM.contact' }] }],
    /none of .*msevtmgt_checkin/,
  ],
  'a misspelt property of a column': [['POST', columns, { ...text, Maxlength: 100 }], /property 'Maxlength'/],
  'a property of another type of column': [['POST', columns, { ...text, MinValue: 0 }], /property 'MinValue'/],
  'a column of a type that is none': [
    ['POST', columns, { ...text, '@odata.type': `${crm}.TextAttributeMetadata` }],
    /TextAttributeMetadata' could not be resolved/,
  ],
  'a table for a column': [['POST', columns, { ...text, '@odata.type': `${crm}.EntityMetadata` }], /EntityMetadata/],
  'a choice that is bound to a table': [
    ['POST', columns, { ...choice, 'GlobalOptionSet@odata.bind': `/EntityDefinitions(${id})` }],
    /no address of a row of .*OptionSetMetadata/,
  ],
  'a cascade that is none': [
    ['POST', 'RelationshipDefinitions', { ...lookup, CascadeConfiguration: { Delete: 'Remove' } }],
    /'Remove' of 'Delete' is no member of .*CascadeType/,
  ],
  'a misspelt parameter of an action': [['POST', bulk, { Target: [] }], /parameter 'Target'/],
  'an action that is read': [['GET', bulk], /called by POST/],
  'a batch with a wrong query': [batch(read('$select=fulname')), /property named 'fulname'/],
  'a batch with a wrong body': [batch(write('{"firstname":5}')), /literal '5'/],
  'a batch with half a body': [batch(write('{"firstname":')), /Invalid JSON/],
  'a batch with another boundary': [
    batch(read('$top=1'), { type: 'multipart/mixed; boundary=c' }),
    /does not end with its boundary/,
  ],
  'a batch without a boundary': [batch(read('$top=1'), { type: 'multipart/mixed' }), /boundary/],
  'a batch that does not end': [batch(write('{"firstname":"Ada"}'), { end: '' }), /does not end with its boundary/],
  'a batch without a request': [['POST', '$batch', '--b--\r\n', { 'content-type': boundary }], /no request/],
  'a batch with a line that is no request': [batch('contacts\r\n\r\n'), /request line/],
}

test('requests as Dataverse’s documentation shows them are right', async () => {
  expect(await findingsOn(csdlOf(TABLES), right.map(sent))).toEqual(right.map(() => ''))
})

test('a mistake in an address, in a body or in a batch is found', async () => {
  const findings = await findingsOn(
    csdlOf(TABLES),
    Object.values(wrong).map(([draft]) => sent(draft)),
  )
  const found = Object.fromEntries(Object.keys(wrong).map((name, at) => [name, findings[at]]))
  expect(found).toEqual(
    Object.fromEntries(Object.entries(wrong).map(([name, [, finding]]) => [name, expect.stringMatching(finding)])),
  )
})
