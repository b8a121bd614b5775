import { gzipSync } from 'node:zlib'
import type { FunctionsHost } from '@webinar-connector/functions-emulator'
import { expect } from 'vitest'
import { memoryOf, smallInstance } from '../../tools/bench/memory.ts'
import { type TestApp, test, until } from '../harness/test-app.ts'
import { template } from '../infra/template.ts'

test.override('appOptions', { env: smallInstance })

const megabyte = 1024 * 1024
const filled = (megabytes: number, fill: string | number) => Buffer.alloc(megabytes * megabyte, fill)
const listOfObjects = (megabytes: number) =>
  Buffer.concat([Buffer.from('['), filled(megabytes, '{},'), Buffer.from('{}]')])
const tooLarge = [413, 'too_large'] as const
const wrong = [400, 'invalid_input'] as const
type Refusal = typeof tooLarge | typeof wrong

/** Bodies that once ended the process or held everybody up, and what each is answered. */
const bodies: Record<string, [Refusal, Buffer, encoding?: string]> = {
  '2 MB of {}': [tooLarge, listOfObjects(2)],
  '60 MB of {}': [tooLarge, listOfObjects(60)],
  '98 MB of {}': [tooLarge, listOfObjects(98)],
  '10 million levels': [tooLarge, filled(10, '[')],
  '98 MB of spaces': [tooLarge, filled(98, ' ')],
  '98 MB that are no UTF-8': [tooLarge, filled(98, 0xff)],
  'as many levels as fit': [wrong, Buffer.alloc(64 * 1024, '[')],
  'text that is no UTF-8': [wrong, Buffer.alloc(1000, 0xff)],
  'gzip, which grows to 98 MB': [tooLarge, gzipSync(filled(98, ' ')), 'gzip'],
  'gzip of few bytes': [wrong, gzipSync(Buffer.from('{}')), 'gzip'],
}

const nobody = crypto.randomUUID()
const doors = [
  ['POST', 'webhooks/dataverse'],
  ['PUT', `configurations/${nobody}`],
  ['DELETE', `configurations/${nobody}`],
  ['POST', `webinars/msevtmgt_event/${nobody}/sync`],
  ['POST', 'failures/replay'],
] as const
type Door = (typeof doors)[number]

async function send(host: FunctionsHost, [method, path]: Door, [, body, encoding]: (typeof bodies)[string]) {
  const answer = await fetch(`${host.url}/api/${path}`, {
    ...{ method, body: new Uint8Array(body) },
    headers: {
      ...{ 'x-functions-key': host.keys.default, 'x-ms-dynamics-organization': '127.0.0.1' },
      ...(encoding && { 'content-encoding': encoding }),
    },
  })
  const text = await answer.text()
  return [answer.status, text && JSON.parse(text).error.code]
}

/** Registrations that ON24 is slow to take: messages in hand while bodies arrive. */
async function inHand(app: TestApp) {
  const webinar = await app.webinar()
  const { promise: answers, resolve: release } = Promise.withResolvers<void>()
  app.on24.na.injectFault(() => answers.then(() => undefined))
  const ids = Array.from({ length: 20 }, (_, at) =>
    app.register(webinar, app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: `ada${at}@example.test` })),
  )
  const registered = async () => {
    release()
    app.clearFaults()
    const statuses = () => ids.map((id) => app.row(id)?.msevtmgt_registrationstatus)
    await until(() => expect(statuses()).toEqual(ids.map(() => expect.stringMatching(/^Registered/))), {
      // Calls that ON24 did not answer in time are an outage, which is waited out for two minutes at most.
      timeout: 180_000,
    })
  }
  return { registered }
}

test('no body ends the process or its messages on the smallest instance', { timeout: 300_000 }, async ({ app }) => {
  const { pid } = app.host.child
  const { registered } = await inHand(app)
  for (const [at, [what, body]] of Object.entries(bodies).entries()) {
    const [refusal] = body
    // A large body takes seconds to arrive, so each meets one door.
    for (const door of body[1].length > 10 * megabyte ? doors.slice(at % 2, (at % 2) + 1) : doors) {
      // The webhook takes more, and a gzip of 98 MB is a few bytes to it.
      const isSmall = door[1] === 'webhooks/dataverse' && body[1].length < megabyte
      const expected = isSmall ? wrong : refusal
      expect([what, door, await send(app.host, door, body)]).toEqual([what, door, expected])
    }
  }
  expect((await app.call('GET', 'health')).status).toBe(200)
  await registered()
  expect([app.host.child.pid, app.host.child.exitCode]).toEqual([pid, null])
})

test('four large bodies at once leave the memory of the smallest instance alone', { timeout: 240_000 }, async ({
  app,
}) => {
  const [, limit = ''] = /FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: '(\d+)'/.exec(template('main.bicep')) ?? []
  const host = await app.startHost({ env: { FUNCTIONS_REQUEST_BODY_SIZE_LIMIT: limit } })
  const memory = memoryOf(host.child)
  const answered = await Promise.all(
    ([[3], [3], [60], [98]] as const).map(([size]) =>
      send(host, doors[0], [tooLarge, listOfObjects(size)]).catch(() => 'the host closed the connection'),
    ),
  )
  expect(answered.slice(0, 2)).toEqual([tooLarge, tooLarge])
  // Above its limit the host answers by itself, and may do so while the caller still sends.
  for (const one of answered.slice(2)) expect([[500, ''], 'the host closed the connection']).toContainEqual(one)
  expect(memory?.().peak ?? 0).toBeLessThan(400)
  expect((await fetch(`${host.url}/api/health`)).status).toBe(200)
})
