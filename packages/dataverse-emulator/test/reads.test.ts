import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Dataverse, startDataverse } from '../src/dataverse.ts'
import { call, codeOf, registerAda, rowsOf } from './fixtures.ts'

let dataverse: Dataverse

beforeEach(async () => {
  dataverse = await startDataverse()
})

afterEach(() => dataverse.stop())

const get = (path: string, prefer?: string) => call(dataverse, 'GET', path, undefined, prefer ? { prefer } : {})

describe('filters', () => {
  const found = async (filter: string) => {
    const reply = await get(`contacts?$select=firstname&$orderby=firstname&$filter=${encodeURIComponent(filter)}`)
    expect(reply.text).not.toContain('"error"')
    return rowsOf(reply).map((row) => row.firstname)
  }

  beforeEach(() => {
    dataverse.insert('contact', { firstname: 'Ada', emailaddress1: 'ada@example.com', jobtitle: "Poet's daughter" })
    dataverse.insert('contact', { firstname: 'Bob', emailaddress1: 'bob@example.org' })
    dataverse.insert('contact', { firstname: 'Cyd', statecode: 1 })
  })

  test('text compares without regard to case', async () => {
    expect(await found("emailaddress1 eq 'ADA@Example.com'")).toEqual(['Ada'])
  })

  test.each([
    ['an accent', 'ADÁ@example.com'],
    ['a full-width letter', 'ａda@example.com'],
    ['a character without weight', 'ada\u200b@example.com'],
  ])('text compares without regard to %s', async (_what, typed) => {
    expect(await found(`emailaddress1 eq '${typed}'`)).toEqual(['Ada'])
  })

  test('a quote within text is doubled', async () => {
    expect(await found("jobtitle eq 'poet''s daughter'")).toEqual(['Ada'])
  })

  test('null can be compared with', async () => {
    expect(await found('emailaddress1 eq null')).toEqual(['Cyd'])
    expect(await found('emailaddress1 ne null')).toEqual(['Ada', 'Bob'])
  })

  test('a row without a value is not equal to any value', async () => {
    expect(await found("emailaddress1 ne 'ada@example.com'")).toEqual(['Bob', 'Cyd'])
  })

  test('or binds weaker than and, not binds strongest, parentheses decide', async () => {
    expect(await found("firstname eq 'Ada' or firstname eq 'Bob' and statecode eq 1")).toEqual(['Ada'])
    expect(await found("(firstname eq 'Ada' or firstname eq 'Cyd') and not (statecode eq 1)")).toEqual(['Ada'])
  })

  test('parts of text are found', async () => {
    expect(await found("contains(emailaddress1,'@EXAMPLE.')")).toEqual(['Ada', 'Bob'])
    expect(await found("startswith(firstname,'b') or endswith(firstname,'YD')")).toEqual(['Bob', 'Cyd'])
  })

  test('moments compare as instants, whatever their offset', async () => {
    expect(await found('modifiedon ge 2020-01-01T00:00:00Z and createdon lt 2999-01-01')).toHaveLength(3)
    expect(await found('modifiedon lt 2020-01-01T00:00:00+02:00')).toEqual([])
  })

  test('a related row is filtered on through its navigation property', async () => {
    const { registration } = registerAda(dataverse)
    const filter =
      "msevtmgt_ContactId/emailaddress1 eq 'ada@example.com' and msevtmgt_EventId/msevtmgt_name eq 'launch'"
    const reply = await get(`msevtmgt_eventregistrations?$filter=${encodeURIComponent(filter)}`)
    expect(rowsOf(reply)).toMatchObject([{ msevtmgt_eventregistrationid: registration }])
  })
})

test('an event has its wall clock as given, and empty columns as null', async () => {
  const { event } = registerAda(dataverse)
  const { body } = await get(`msevtmgt_events(${event})`)
  expect(body).toMatchObject({
    '@odata.etag': expect.stringMatching(/^W\/"\d+"$/),
    msevtmgt_eventstartdate: '2026-03-01T10:00:00Z',
    _msevtmgt_webinarconfigurationid_value: null,
  })
})

test('annotations are shown when asked for', async () => {
  const { registration, contact } = registerAda(dataverse)
  const path = `msevtmgt_eventregistrations(${registration})?$select=msevtmgt_publishingstate,_msevtmgt_contactid_value`
  const label = 'OData.Community.Display.V1.FormattedValue'
  const { body } = await get(path, 'odata.include-annotations="*"')
  expect(body).toMatchObject({
    [`msevtmgt_publishingstate@${label}`]: 'Pending',
    _msevtmgt_contactid_value: contact,
    [`_msevtmgt_contactid_value@${label}`]: 'Ada Lovelace',
    '_msevtmgt_contactid_value@Microsoft.Dynamics.CRM.lookuplogicalname': 'contact',
  })
  expect(Object.keys((await get(path)).body).filter((name) => name.includes('@O'))).toEqual([])
})

test('a next link keeps its position while rows come and go', async () => {
  const ids = Array.from({ length: 5 }, (_, index) => dataverse.insert('account', { name: `A${index}` }))
  const first = await get('accounts?$select=name&$count=true', 'odata.maxpagesize=2')
  expect(first.body['@odata.count']).toBe(5)
  expect(rowsOf(first).map((row) => row.name)).toEqual(['A0', 'A1'])
  dataverse.remove('account', ids[1] ?? '')
  const second = await get(String(first.body['@odata.nextLink']), 'odata.maxpagesize=2')
  expect(rowsOf(second).map((row) => row.name)).toEqual(['A2', 'A3'])
  const third = await get(String(second.body['@odata.nextLink']), 'odata.maxpagesize=2')
  expect(rowsOf(third).map((row) => row.name)).toEqual(['A4'])
  expect(third.body['@odata.nextLink']).toBeUndefined()
})

test('$top ends the result', async () => {
  for (const name of ['A', 'B', 'C']) dataverse.insert('account', { name })
  const reply = await get('accounts?$top=2&$orderby=name desc')
  expect(rowsOf(reply).map((row) => row.name)).toEqual(['C', 'B'])
  expect(reply.body['@odata.nextLink']).toBeUndefined()
})

test('a delta link lists changed and deleted rows', async () => {
  const [kept, gone] = [dataverse.insert('account', { name: 'Kept' }), dataverse.insert('account', { name: 'Gone' })]
  const first = await get('accounts?$select=name', 'odata.track-changes,odata.maxpagesize=1')
  const second = await get(String(first.body['@odata.nextLink']), 'odata.track-changes,odata.maxpagesize=1')
  expect([...rowsOf(first), ...rowsOf(second)].map((row) => row.name)).toEqual(['Kept', 'Gone'])
  dataverse.update('account', kept, { name: 'Changed' })
  dataverse.remove('account', gone)
  const changes = await get(String(second.body['@odata.deltaLink']))
  expect(rowsOf(changes)).toMatchObject([{ name: 'Changed' }, { id: gone, reason: 'deleted' }])
  const nothing = await get(String(changes.body['@odata.deltaLink']))
  expect(rowsOf(nothing)).toEqual([])
})

test('a delta token older than a week is refused', async () => {
  const reply = await get('accounts?$deltatoken=1000001!2020-01-01T00:00:00.000Z')
  expect([reply.status, codeOf(reply)]).toEqual([400, '0x80044352'])
})

test('WhoAmI hints at how many requests may run at once', async () => {
  expect((await get('WhoAmI')).headers.get('x-ms-dop-hint')).toMatch(/^\d+$/)
})

test('metadata says if changes are tracked, and that there are no alternate keys', async () => {
  const definition = await get("EntityDefinitions(LogicalName='msevtmgt_checkin')?$select=ChangeTrackingEnabled")
  expect(definition.body).toMatchObject({ ChangeTrackingEnabled: true })
  const keys = await get("EntityDefinitions(LogicalName='msevtmgt_checkin')/Keys?$select=LogicalName")
  expect(keys.body.value).toEqual([])
})
