import * as fc from 'fast-check'
import { allTables } from '../../lib/dataverse/tables.ts'
import { failureKinds } from '../../lib/stores/failures.ts'
import { works } from '../../lib/stores/queues.ts'

/** Usually the first, one time in ten the second. */
export function mostly<T, U>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd })
}

/** Text that has been trouble somewhere: paths, keys of tables, queries, formats, prototypes, numbers, Unicode. */
export const oddText = fc.oneof(
  fc.constantFrom(
    ...[
      '',
      ' ',
      '.',
      '..',
      '../..',
      '/',
      '\\',
      '?',
      '#',
      '%',
      '%2f',
      '%00',
      '\u0000',
      '\u0007',
      "'",
      "' or 1 eq 1",
      '"',
    ],
    ...['null', 'undefined', 'true', '0', '-1', '1e400', 'NaN', '{}', '[]', '__proto__', 'constructor', 'toString'],
    ...[
      'é',
      'e\u0301',
      '\u200b',
      '\u202e',
      '😀',
      '\ud800',
      'ß',
      'İ',
      '<script>',
      '#{7*7}',
      '{{7*7}}',
      '%s%n',
      '\r\nx: y',
    ],
    ...['_', 'registrations_', 'x'.repeat(300), 'x'.repeat(2000), '{00000000-0000-0000-0000-000000000000}'],
  ),
  fc.string(),
  fc.string({ unit: 'binary' }),
)

/** Anything that JSON can say. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom(null, true, false, 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER + 2, [], {}, [[]], [null], {
    a: { b: 1 },
  }),
  fc.uuid(),
  fc.jsonValue({ maxDepth: 3 }),
)

export const anyTable = mostly(fc.constantFrom(...allTables.map(({ name }) => name)), oddText)
export const anyWork = mostly(fc.constantFrom(undefined, ...works), oddText)

/** A time (ISO 8601) from long ago to far ahead, mostly one of the last hours. */
export const anyTime = mostly(
  fc.integer({ min: 0, max: 20 * 3600 }).map((ago) => new Date(Date.now() - ago * 1000).toISOString()),
  fc.constantFrom('2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z', '0000-00-00', 'now', '+275760-09-13T00:00:00Z'),
)

/** Right values of members by name; of a member that is not here anything is as good. */
const rightValues: Record<string, fc.Arbitrary<unknown>> = {
  provider: fc.constant('on24'),
  region: fc.constantFrom('na', 'eu'),
  // A client of its own each time: ON24 counts calls by client.
  clientId: fc.integer({ min: 1e9, max: 9e9 }).map(String),
  accessTokenKey: fc.constant('K'.repeat(32)),
  accessTokenSecret: fc.constant('s'.repeat(64)),
  kind: fc.constantFrom(...failureKinds),
  configuration: fc.uuid(),
  after: fc.uuid().map((id) => `registrations_${id}`),
}

export function memberValue(name: string) {
  return mostly(rightValues[name] ?? fc.boolean(), anyValue)
}
