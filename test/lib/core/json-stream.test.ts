import fc from 'fast-check'
import { expect, test } from 'vitest'
import { UnavailableError } from '../../../lib/core/errors.ts'
import { streamElements } from '../../../lib/core/json-stream.ts'

/** An answer that arrives in chunks of so many bytes. */
function answer(text: string, chunk = 7) {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + chunk))
      at += chunk
    },
  })
  return new Response(body)
}
const read = (response: Response) =>
  streamElements(
    response,
    '$.people.*',
    (cause) => new UnavailableError({ code: 'as_written', text: 'Cut short.' }, { cause }),
  )

test('the elements of the list are the same, wherever the chunks are cut', async () => {
  const person = fc.record({ name: fc.string({ unit: 'grapheme' }), tags: fc.array(fc.json()), size: fc.double() })
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), async (people, chunk) => {
      const plain = JSON.parse(JSON.stringify(people))
      const text = JSON.stringify({ total: people.length, people, end: { people: [] } })
      expect(await Array.fromAsync(read(answer(text, chunk)))).toEqual(plain)
    }),
    { numRuns: 50 },
  )
})

test('elements come before the end of the answer is there', async () => {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(new TextEncoder().encode('{"people":[{"name":"Ada"},{"na')),
  })
  const stream = read(new Response(body))
  expect((await stream.next()).value).toEqual({ name: 'Ada' })
  await stream.return(undefined)
})

test.each(['{"people":[{"name":"Ada"}', '{"people":[{"name":"Ada"}]', '', '<html>', '{"people":[{"name":"Ada"},]}'])(
  'an answer that ends early or is no JSON is told as such: %j',
  async (text) => {
    await expect(Array.fromAsync(read(answer(text)))).rejects.toThrow(UnavailableError)
  },
)

test('a connection that is cut is told as such', async () => {
  const body = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error('cut')) })
  await expect(Array.fromAsync(read(new Response(body)))).rejects.toThrow(UnavailableError)
})

test('an answer without the list has no elements', async () => {
  expect(await Array.fromAsync(read(answer('{"total":0}')))).toEqual([])
})

test('an error of the reader stays as it is', async () => {
  const reading = async () => {
    for await (const _person of read(answer('{"people":[1,2,3]}'))) throw new RangeError('mine')
  }
  await expect(reading()).rejects.toThrow(RangeError)
})
