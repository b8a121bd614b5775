import { serve } from '@webinar-connector/emulator-server'
import { expect, onTestFinished, test } from 'vitest'
import { createCrm } from '../../crm/api.ts'

const path = 'EntityDefinitions'
const refused = (code: string, message: string) => () => Response.json({ error: { code, message } }, { status: 400 })

/** A Web API that takes a POST as told, one answer after the other, and the last again and again. */
async function webApi(...answers: (() => Response | 'lost' | 'reset')[]) {
  const state = { posts: 0, there: false, waits: [] as number[] }
  const server = await serve(() => new Response(null, { status: 204 }))
  server.injectFault(() => {
    const answer = answers[Math.min(state.posts++, answers.length - 1)]?.() ?? 'reset'
    state.there ||= answer === 'lost'
    return answer === 'lost' ? 'reset' : answer
  })
  onTestFinished(server.stop)
  const crm = createCrm(server.url, async () => 'token', {
    wait: async (milliseconds) => void state.waits.push(milliseconds / 1000),
    print: () => undefined,
  })
  return { state, create: () => crm.create(path, {}, async () => state.there) }
}

const done = () => new Response(null, { status: 204 })

test('a creation whose answer was lost is looked for and not sent again', async () => {
  const { state, create } = await webApi(() => 'lost')
  await create()
  expect(state).toMatchObject({ posts: 1, waits: [10] })
})

test('a creation that never arrived is sent again', async () => {
  const { state, create } = await webApi(() => 'reset', done)
  await create()
  expect(state.posts).toBe(2)
})

test('a creation that never arrives is given up after three times', async () => {
  const { state, create } = await webApi(() => 'reset')
  await expect(create()).rejects.toMatchObject({ retry: true })
  expect(state.posts).toBe(3)
})

test('a name that is taken by the thing itself is no refusal', async () => {
  const { state, create } = await webApi(refused('0x80040237', 'A record with matching key values already exists.'))
  state.there = true
  await create()
  expect(state.posts).toBe(1)
})

test('a name that is taken by something else is said', async () => {
  const { create } = await webApi(refused('0x80048403', 'The name wbc_request is not unique.'))
  await expect(create()).rejects.toThrow(/has something of that name already/)
})

test.for([
  ['0x80040216', /\[5,5\]/],
  ['0x80060891', /\[5,5\]/],
  ['0x80044151', /\[5,5\]/],
  ['0x80071151', /\[10,20\]/],
] as const)('a creation that meets %s is tried again after a while', async ([code, waits]) => {
  const { state, create } = await webApi(refused(code, 'Not now.'), refused(code, 'Not now.'), done)
  await create()
  expect(JSON.stringify(state.waits)).toMatch(waits)
})

test('a definition that stays unknown is given up after a minute', async () => {
  const { state, create } = await webApi(refused('0x80040216', 'The entity is not in the MetadataCache.'))
  await expect(create()).rejects.toThrow(/does not know everywhere yet .* That is so for 60 s now/)
  expect(state.waits).toHaveLength(12)
})

test('a thing that others use says so when it is to be removed', async () => {
  const { create } = await webApi(refused('0x8004F01F', 'The component cannot be deleted: 2 components use it.'))
  await expect(create()).rejects.toThrow(/Something else in .* uses it: remove that first\. It says: .*2 components/)
})
