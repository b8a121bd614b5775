import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkOrganization, rowOf } from '../../../lib/triggers/webhook-payload.ts'

const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
const none = new Headers()
const read = (context: unknown, headers = none) => rowOf(JSON.stringify(context), headers)
const fixture = (name: string) => readFileSync(`test/fixtures/dataverse/${name}.json`, 'utf8')

describe('the row of a webhook', () => {
  test('is that of the primary entity', () => {
    expect(rowOf(fixture('webhook-create'), none)).toEqual({
      table: 'msevtmgt_eventregistration',
      id: '22222222-bbbb-4bbb-8bbb-000000000001',
    })
    expect(rowOf(fixture('webhook-update'), none)).toMatchObject({
      table: 'msdyn_agentstatus',
      id: '3d1feef9-604d-ef11-bfe3-6045bd03d9d8',
    })
  })

  test('comes with the columns that an update set, unless they were stripped', () => {
    expect(rowOf(fixture('webhook-update'), none)?.columns).toEqual([
      'modifiedby',
      'msdyn_isagentloggedin',
      'msdyn_currentpresenceid',
      'modifiedon',
      'modifiedonbehalfby',
      'msdyn_availableunitscapacity',
      'msdyn_agentstatusid',
      'msdyn_capacitymodifiedon',
      'msdyn_presencemodifiedby',
      'timezoneruleversionnumber',
    ])
    expect(rowOf(fixture('webhook-create'), none)?.columns).toBeUndefined()
    const { InputParameters: _, ...stripped } = JSON.parse(fixture('webhook-update'))
    expect(read(stripped)).toMatchObject({ table: 'msdyn_agentstatus', columns: undefined })
  })

  test.each(['ParentContext', 'InputParameters', 'PreEntityImages', 'PostEntityImages'])('needs no %s', (member) => {
    const { [member]: _, ...stripped } = JSON.parse(fixture('webhook-create'))
    expect(read(stripped)).toMatchObject({ table: 'msevtmgt_eventregistration' })
  })

  test('is read from the target where the primary entity is not named', () => {
    const entity = { __type: 'Entity:http://schemas.microsoft.com/xrm/2011/Contracts', Id: id, LogicalName: 'contact' }
    const reference = { ...entity, __type: 'EntityReference:http://schemas.microsoft.com/xrm/2011/Contracts' }
    for (const value of [entity, reference]) {
      expect(read({ InputParameters: [{ key: 'Other' }, { key: 'Target', value }] })).toEqual({ table: 'contact', id })
    }
  })

  test('takes its table from the header as a last resort', () => {
    const headers = new Headers({ 'x-ms-dynamics-entity-name': 'contact' })
    expect(read({ PrimaryEntityId: id }, headers)).toEqual({ table: 'contact', id })
  })

  test.each([
    `{${id}}`,
    id.toUpperCase(),
    { __type: 'Guid:#System', __value: id },
    { __type: 'Guid:#System', __value: `{${id.toUpperCase()}}` },
  ])('is the same however its id is written: %j', (written) => {
    expect(read({ PrimaryEntityName: 'Contact', PrimaryEntityId: written })).toEqual({ table: 'contact', id })
  })

  test('is none for messages about no single row', () => {
    expect(read({ MessageName: 'Associate', PrimaryEntityName: 'none', PrimaryEntityId: id })).toBeUndefined()
  })

  test('is the same whatever else is sent', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (others) => {
        const context = { ...others, PrimaryEntityName: 'contact', PrimaryEntityId: id }
        expect(read(context)).toEqual({ table: 'contact', id })
      }),
    )
  })

  test('is found or refused with a reason, never anything else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (context) => {
        try {
          const row = read(context)
          expect(row === undefined || typeof row.id === 'string').toBe(true)
        } catch (error) {
          expect(error).toMatchObject({ name: 'InvalidInputError', retry: false })
        }
      }),
    )
  })

  test.each([
    ['', 'body_empty'],
    [' \n', 'body_empty'],
    ['{', 'body_not_context'],
    ['[]', 'body_not_context'],
    ['{}', 'body_without_table'],
    ['{"PrimaryEntityName":"contact"}', 'body_without_row'],
    ['{"PrimaryEntityName":"contact","PrimaryEntityId":"x"}', 'body_without_row'],
  ])('is not in %j', (body, reason) => {
    expect(() => rowOf(body, none)).toThrow(reason)
  })
})

describe('the organisation of a webhook', () => {
  const from = (name: string) => new Headers({ 'x-ms-dynamics-organization': name })
  const host = 'contoso.crm.dynamics.com'

  test.each([host, 'CONTOSO.crm.dynamics.com', ` ${host} `])('may be written %j', (name) => {
    expect(() => checkOrganization(from(name), host)).not.toThrow()
  })

  test.each(['', 'contoso', `${host}.evil.test`, `x${host}`, `https://${host}`])('may not be %j', (name) => {
    expect(() => checkOrganization(from(name), host)).toThrow('wrong_organization')
  })

  test('may not be missing', () => {
    expect(() => checkOrganization(none, host)).toThrow('wrong_organization')
  })
})
