import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../src/server.ts'

/** Answers with what was sent. */
async function echo() {
  const emulator = await serve(async (request) => new Response(await request.text(), { status: 201 }))
  onTestFinished(() => emulator.stop())
  const post = (body: string) => fetch(`${emulator.url}/things/1?secret=1`, { method: 'POST', body })
  return { emulator, post }
}

test('an emulator lists its calls without their queries, oldest first', async () => {
  const { emulator, post } = await echo()
  await post('one')
  await fetch(emulator.url)
  expect(emulator.calls).toEqual([
    { method: 'POST', path: '/things/1', status: 201 },
    { method: 'GET', path: '/', status: 201 },
  ])
})

test('a fault answers in place of the emulator until it is taken away', async () => {
  const { emulator, post } = await echo()
  emulator.injectFault(() => new Response('out of order', { status: 503 }))
  expect((await post('one')).status).toBe(503)
  emulator.injectFault()
  expect(await (await post('two')).text()).toBe('two')
  expect(emulator.calls.map(({ status }) => status)).toEqual([503, 201])
})

test('a fault that gives nothing may read the body, and the emulator answers', async () => {
  const { emulator, post } = await echo()
  const seen: string[] = []
  emulator.injectFault(async (request) => {
    seen.push(await request.text())
    return undefined
  })
  expect(await (await post('one')).text()).toBe('one')
  expect(seen).toEqual(['one'])
})

test('a reset cuts the connection without an answer', async () => {
  const { emulator, post } = await echo()
  emulator.injectFault(() => 'reset')
  await expect(post('one')).rejects.toThrow('fetch failed')
})

test('a port that is in use is refused', async () => {
  const { emulator } = await echo()
  await expect(serve(() => new Response(), Number(new URL(emulator.url).port))).rejects.toThrow(/EADDRINUSE/)
})

test('a stopped emulator refuses calls', async () => {
  const { emulator, post } = await echo()
  await emulator.stop()
  await expect(post('late')).rejects.toThrow('fetch failed')
})
