import { describe, expect, test } from 'vitest'
import { levelOf } from '../src/best-guess.ts'
import { operations } from '../src/contract.ts'
import { served } from '../src/served.ts'
import { textFields } from '../src/text-fields.ts'

const registrantCalls = operations.filter(({ path }) => path.includes('/registrant'))
const find = (call: string) => operations.find((operation) => operation.call === call)

describe('the ON24 contract', () => {
  test('has the 67 published operations, each once', () => {
    expect(operations).toHaveLength(67)
    expect(new Set(operations.map(({ call }) => call)).size).toBe(67)
  })

  test('has no DELETE and no PUT for registrants', () => {
    expect(new Set(registrantCalls.map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'PATCH']))
  })

  test('pages the lists of a client but not those of an event', () => {
    expect(find('GET /client/{clientId}/attendee')?.query).toContain('pageoffset')
    expect(find('GET /client/{clientId}/event/{eventId}/attendee')?.query).not.toContain('pageoffset')
    expect(find('GET /client/{clientId}/event/{eventId}/registrant')?.query).not.toContain('itemsperpage')
  })

  test('deletes registrants by POST only, and blocks them by PATCH only', () => {
    const post = find('POST /client/{clientId}/event/{eventId}/registrant')?.form
    const patch = find('PATCH /client/{clientId}/event/{eventId}/registrant')?.form
    expect([post?.has('isDeleted'), post?.has('isBlocked')]).toEqual([true, false])
    expect([patch?.has('isDeleted'), patch?.has('isBlocked')]).toEqual([false, true])
  })

  test('takes no JSON for registrants', () => {
    expect(new Set(registrantCalls.flatMap(({ types }) => types))).not.toContain('application/json')
  })

  test('knows the registrant fields that the emulator keeps', () => {
    const form = find('PATCH /client/{clientId}/registrant/{email}')?.form ?? new Set()
    expect([...textFields, 'partnerref'].filter((name) => !form.has(name))).toEqual([])
  })

  test('allows ten creations of an event and a thousand registrations a minute', () => {
    expect(find('POST /client/{clientId}/event')?.perMinute).toBe(10)
    expect(find('POST /client/{clientId}/event/{eventId}/registrant')?.perMinute).toBe(1000)
    expect(find('PATCH /client/{clientId}/registrant/{email}')?.perMinute).toBe(30)
  })

  test('contains every call that the emulator serves, and every access level', () => {
    expect(Object.keys(served).filter((call) => !find(call))).toEqual([])
    expect(new Set(operations.map(({ call }) => levelOf(call))).size).toBe(5)
  })
})
