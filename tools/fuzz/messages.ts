import * as fc from 'fast-check'
import { type QueueName, queueNames } from '../../lib/stores/queues.ts'
import { anyTable, anyTime, anyValue, anyWork, mostly, oddText } from './values.ts'

/** An entry of a queue as it lies there: `text` in base64, as the host expects it, or not. */
export type FuzzMessage = { queue: QueueName; text: string }

/** @param rows that are there, and are named by one message in twenty */
export function anyMessage(rows: readonly { table: string; id: string }[]): fc.Arbitrary<FuzzMessage> {
  const nobody = fc.record({ table: anyTable, id: fc.uuid() })
  const row = fc.oneof({ weight: 19, arbitrary: nobody }, { weight: 1, arbitrary: fc.constantFrom(...rows) })
  const rest = fc.record(
    {
      work: anyWork,
      correlation: fc.uuid(),
      backfill: mostly(fc.uuid(), anyValue),
      firstAttemptAt: anyTime,
      attempts: mostly(fc.nat(300), anyValue),
      conflicts: mostly(fc.nat(300), anyValue),
      booked: mostly(fc.boolean(), anyValue),
      // Of the first edition, and of one that is not made yet.
      since: anyTime,
      tries: mostly(fc.nat(300), anyValue),
      run: mostly(fc.uuid(), anyValue),
      version: anyValue,
      rows: anyValue,
    },
    { requiredKeys: ['correlation'] },
  )
  const whole = fc.tuple(row, rest).map(([named, more]) => ({ ...more, ...named }))
  const wrong = fc
    .tuple(whole, fc.constantFrom('table', 'id', 'work', 'correlation'), anyValue)
    .map(([message, name, value]) => ({ ...message, [name]: value }))
  const json = fc
    .oneof({ weight: 14, arbitrary: whole }, { weight: 4, arbitrary: wrong }, { weight: 1, arbitrary: anyValue })
    .map((value) => JSON.stringify(value))
  const cut = fc.tuple(json, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)))
  const large = fc.constantFrom(JSON.stringify({ table: 'x'.repeat(30_000) }), '['.repeat(30_000))
  const entry = fc
    .oneof(
      { weight: 36, arbitrary: json },
      { weight: 1, arbitrary: cut },
      { weight: 1, arbitrary: oddText },
      { weight: 1, arbitrary: large },
    )
    .map((text) => Buffer.from(text).toString('base64'))
  const raw = fc.constantFrom('{"table":"contact"}', 'no base64', '<xml/>', '====', 'YQ')
  return fc.record({
    queue: fc.constantFrom(...queueNames),
    text: fc.oneof({ weight: 60, arbitrary: entry }, { weight: 1, arbitrary: raw }),
  })
}
