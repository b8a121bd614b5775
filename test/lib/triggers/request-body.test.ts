import { HttpRequest } from '@azure/functions'
import { expect, test } from 'vitest'
import { mostBytes, parseJson, readText } from '../../../lib/triggers/request-body.ts'

const url = 'http://127.0.0.1/api/x'
const most = mostBytes.json
/** A body that comes in pieces and tells no length; `pull` gives the next one. */
const streamed = (
  pull: (controller: ReadableStreamDefaultController<Uint8Array>) => void | Promise<void>,
  cancel = () => {},
) => new Request(url, { method: 'POST', body: new ReadableStream({ pull, cancel }), duplex: 'half' })
const tooLarge = { name: 'TooLargeError', userMessage: { code: 'body_too_large', kilobytes: 64 } }

test('a body that tells a length above the limit is refused before it is read', async () => {
  const request = new HttpRequest({
    ...{ method: 'POST', url, body: { string: '{}' } },
    headers: { 'content-length': String(most + 1) },
  })
  await expect(readText(request, most)).rejects.toMatchObject(tooLarge)
  expect(request.bodyUsed).toBe(false)
})

test('a body of just the limit is read whole, and one byte more is refused, whatever its length header says', async () => {
  for (const headers of [{}, { 'content-length': 'many' }, { 'content-length': '2' }]) {
    const request = (length: number) =>
      new HttpRequest({ method: 'POST', url, headers, body: { bytes: new Uint8Array(length).fill(65) } })
    expect(await readText(request(most), most)).toHaveLength(most)
    await expect(readText(request(most + 1), most)).rejects.toMatchObject(tooLarge)
  }
})

test('a stream is cut off where it passes the limit', async () => {
  let sent = 0
  let cancelled = false
  const endless = streamed(
    (controller) => {
      sent += 1
      controller.enqueue(new Uint8Array(1024))
    },
    () => {
      cancelled = true
    },
  )
  await expect(readText(endless, most)).rejects.toMatchObject(tooLarge)
  expect(cancelled).toBe(true)
  expect(sent).toBeLessThan(70)
})

test('a body that trickles or stalls is given up after its time', async () => {
  const tooSlow = { name: 'TooSlowError', userMessage: { code: 'body_too_slow', seconds: 0.2 }, retry: true }
  const trickle = streamed(async (controller) => {
    await new Promise((resolve) => setTimeout(resolve, 20))
    controller.enqueue(new Uint8Array(1))
  })
  await expect(readText(trickle, most, 200)).rejects.toMatchObject(tooSlow)
  await expect(
    readText(
      streamed(() => new Promise(() => {})),
      most,
      200,
    ),
  ).rejects.toMatchObject(tooSlow)
})

test('a character that two pieces share is read as one, and bytes that are no text do no harm', async () => {
  const pieces = [Buffer.from('"caf'), Buffer.from([0xc3]), Buffer.from([0xa9, 0x22])]
  const parts = streamed((controller) => {
    const piece = pieces.shift()
    if (piece) controller.enqueue(piece)
    else controller.close()
  })
  expect(await readText(parts, most)).toBe('"café"')
  const invalid = new HttpRequest({ method: 'POST', url, body: { bytes: Buffer.from([0x22, 0xff, 0xfe, 0x22]) } })
  expect(await readText(invalid, most)).toBe('"\ufffd\ufffd"')
  expect(await readText(new HttpRequest({ method: 'GET', url }), most)).toBe('')
})

test('JSON is refused for its depth before it is parsed, and brackets in text are no depth', () => {
  const nested = (levels: number, open: string, close: string) => open.repeat(levels) + close.repeat(levels)
  const tooDeep = expect.objectContaining({ problems: [{ code: 'body_too_deep', levels: 100 }] })
  expect(parseJson(nested(100, '[', ']'))).toHaveLength(1)
  expect(() => parseJson(nested(101, '[', ']'))).toThrow(tooDeep)
  expect(() => parseJson(nested(101, '[{"a":', '}]'))).toThrow(tooDeep)
  expect(() => parseJson('['.repeat(mostBytes.webhook))).toThrow(tooDeep)
  const quoted = { text: `\\"${'['.repeat(200)}`, other: '{'.repeat(200) }
  expect(parseJson(JSON.stringify(quoted))).toEqual(quoted)
  expect(parseJson(`[${Array.from({ length: 200 }, () => '[]').join()}]`)).toHaveLength(200)
})

test.each(['', '{', ']]]', '"\\', 'NaN'])('text that is no JSON has no value: %j', (text) => {
  expect(parseJson(text)).toBeUndefined()
})
