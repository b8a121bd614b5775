import * as fc from 'fast-check'
import type { Call } from './call.ts'
import type { Door } from './doors.ts'
import { anyTable, anyValue, memberValue, mostly, oddText } from './values.ts'

/** `reaches`: the call has the key, the method and a path of the door, so that the app and not the host answers it. */
export type FuzzRequest = Call & { door: Door; reaches: boolean }

/** The headers that let a caller in: the function key, and an access token. */
export type Pass = { 'x-functions-key': string; authorization: string }

/** @param rows ids of rows that are there */
export function anyRequest(doors: readonly Door[], pass: Pass, rows: readonly string[]): fc.Arbitrary<FuzzRequest> {
  return fc.oneof(...doors.map((door) => requestTo(door, pass, rows)))
}

function requestTo(door: Door, pass: Pass, rows: readonly string[]): fc.Arbitrary<FuzzRequest> {
  const segments = door.route
    .split('/')
    .map((part) => (part.startsWith('{') ? parameter(part, rows) : fc.constant(part)))
  const query = fc.array(
    fc.tuple(mostly(fc.constantFrom(...door.query, 'code'), oddText), mostly(anyKindOfText, oddText)),
    { maxLength: 2 },
  )
  const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS')
  return fc
    .record({
      segments: fc.tuple(...segments),
      query: fc.oneof({ weight: 3, arbitrary: fc.constant<[string, string][]>([]) }, { weight: 1, arbitrary: query }),
      method: mostly(fc.constant(door.method), method),
      given: mostly(fc.constant(pass), oddPass),
      headers: anyHeaders,
      body: bodyOf(door),
    })
    .map(({ segments, query, method, given, headers, body }) => {
      const said = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&')
      const isPlain = segments.slice(1).every((part) => !/^\.{0,2}$/.test(part))
      return {
        door,
        method,
        path: `${segments.map(encoded).join('/')}${said && `?${said}`}`,
        headers: { ...headers, ...given },
        ...(method !== 'GET' && method !== 'HEAD' && { body }),
        reaches: isPlain && method === door.method && (door.isOpen || given === pass),
      }
    })
}

const anyKindOfText = fc.oneof(fc.uuid(), fc.constantFrom('refused', 'gave_up', 'true', '1'))

/** A table or an id. Of rows that are there one in a hundred: what asks ON24 waits for its quotas. */
function parameter(name: string, rows: readonly string[]): fc.Arbitrary<string> {
  if (name === '{table}') return anyTable
  const id = fc.oneof({ weight: 100, arbitrary: fc.uuid() }, { weight: 1, arbitrary: fc.constantFrom(...rows) })
  const written = fc.oneof(
    id,
    id,
    id.map((one) => `{${one.toUpperCase()}}`),
    id.map((one) => `registrations_${one}`),
  )
  return mostly(written, oddText)
}

const oddPass: fc.Arbitrary<Pass> = fc.record({
  'x-functions-key': fc.constantFrom('', 'wrong'),
  authorization: fc.oneof(printable(), fc.constantFrom('Bearer', 'Bearer a.b.c', 'Bearer eyJhbGciOiJub25lIn0.e30.')),
})

const anyHeaders: fc.Arbitrary<Record<string, string>> = fc
  .record(
    {
      'x-ms-dynamics-organization': mostly(fc.constant('127.0.0.1'), printable()),
      'content-type': mostly(fc.constant('application/json'), printable()),
      'content-encoding': fc.constantFrom('gzip', 'br', 'identity'),
      'x-ms-correlation-request-id': mostly(fc.uuid(), printable()),
      'x-ms-dynamics-entity-name': printable(),
      'x-ms-client-principal': printable(),
      accept: printable(),
      'accept-language': printable(),
      traceparent: printable(),
    },
    { requiredKeys: ['x-ms-dynamics-organization'] },
  )
  .map((headers) => ({ ...headers }))

/** Text that a header may hold. */
function printable() {
  return fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.trim())
}

function bodyOf({ members }: Door): fc.Arbitrary<string | Uint8Array | undefined> {
  const known = fc.record(Object.fromEntries(members.map((name) => [name, memberValue(name)])))
  const some = fc.record(Object.fromEntries(members.map((name) => [name, memberValue(name)])), { requiredKeys: [] })
  const more = fc.tuple(some, fc.dictionary(oddText, anyValue)).map(([given, other]) => ({ ...other, ...given }))
  const json = fc.oneof(known, some, some, more, dataverseContext, anyValue).map((value) => JSON.stringify(value))
  return fc.oneof(
    { weight: 12, arbitrary: json },
    { weight: 2, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.tuple(json, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1))) },
    { weight: 1, arbitrary: oddText },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 200 }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('['.repeat(5000), '{"a":'.repeat(300), `"${'x'.repeat(70_000)}"`, '{"__proto__":1}'),
    },
  )
}

/** The body of a webhook, in which anything may be wrong. */
const dataverseContext = fc.record(
  {
    MessageName: mostly(fc.constantFrom('Create', 'Update', 'Delete', 'Associate'), anyValue),
    PrimaryEntityName: mostly(anyTable, anyValue),
    PrimaryEntityId: mostly(fc.uuid(), anyValue),
    InputParameters: mostly(
      fc
        .record({
          key: fc.constant('Target'),
          value: fc.record({ LogicalName: anyTable, Id: anyValue, Attributes: anyValue }),
        })
        .map((one) => [one]),
      anyValue,
    ),
    CorrelationId: anyValue,
    ParentContext: anyValue,
  },
  { requiredKeys: [] },
)

/** A lone half of a character cannot be encoded. */
function encoded(text: string) {
  return encodeURIComponent(text.toWellFormed())
}
