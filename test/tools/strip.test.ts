import { startDataverse } from '@webinar-connector/dataverse-emulator'
import { startOn24 } from '@webinar-connector/on24-emulator'
import { test as base, expect } from 'vitest'
import { day } from '../../lib/core/time.ts'
import { openBrowser } from '../../tools/start/open-browser.ts'
import { personOf } from '../../tools/start/people.ts'
import { type Actions, serveStrip } from '../../tools/start/serve-strip.ts'
import { createWorld } from '../../tools/start/world.ts'

/** A world with an account and no event, and a clock to set. */
const test = base.extend('made', async ({ onTestFinished }) => {
  const clock = { ahead: 0 }
  const now = () => new Date(Date.now() + clock.ahead)
  const [dataverse, na, eu] = [await startDataverse({ now }), await startOn24({ now }), await startOn24({ now })]
  onTestFinished(async () => void (await Promise.all([dataverse, na, eu].map((one) => one.stop()))))
  na.addAccount({ clientId: '10001', accessTokenKey: 'key', accessTokenSecret: 'secret' })
  const configuration = dataverse.insert('msevtmgt_webinarconfiguration', { msevtmgt_clientid: '10001' })
  const world = createWorld({ dataverse, on24: { na, eu } }, { configuration, clientId: '10001' }, now)
  return { world, dataverse, na, clock, now }
})

test('people register for the next webinar, which is made where there is none', ({
  made: { world, dataverse, na },
}) => {
  expect([world.register(), world.register()]).toEqual([{ registered: 4 }, { registered: 4 }])
  expect(na.events()).toHaveLength(1)
  const registrations = dataverse.rows('msevtmgt_eventregistration')
  expect(registrations).toHaveLength(8)
  expect(new Set(registrations.map((row) => row.msevtmgt_eventid)).size).toBe(1)
})

test('the last one who registered cancels, until nobody is left', ({ made: { world, dataverse } }) => {
  world.register()
  const cancelled = Array.from({ length: 5 }, () => world.cancel().cancelled)
  expect(cancelled).toEqual([...cancelled.slice(0, 4).filter(Boolean), undefined])
  expect(dataverse.rows('msevtmgt_eventregistration').every((row) => row.msevtmgt_iscanceled)).toBe(true)
})

test('after some hours those who are registered have attended, and ON24 is well', async ({ made }) => {
  const { world, na, clock, now } = made
  world.register()
  const [event] = na.events()
  const attendee = na.register(event?.eventid ?? 0, { email: 'ada@example.test' })
  const status = async () => (await fetch(`${na.url}/v2/client/10001/event`)).status
  world.breakOn24()
  expect(await status()).toBe(503)
  const before = now()
  clock.ahead = 2 * day
  world.pass(before)
  expect(await status()).toBe(401)
  expect(na.event(event?.eventid ?? 0).attendees.get(attendee)?.facts).toMatchObject({ liveviewed: 1 })
})

test('one address in four is mistyped, and no two are the same', () => {
  const addresses = Array.from({ length: 40 }, (_, number) => personOf(number).emailaddress1)
  expect(new Set(addresses).size).toBe(40)
  expect(addresses.filter((address) => !/^[a-z.\d]+@example\.test$/.test(address))).toHaveLength(10)
})

test('the buttons of the strip work from the page itself and nowhere else', async () => {
  const passed: number[] = []
  const actions: Actions = {
    register: () => ({ registered: 4 }),
    cancel: () => ({}),
    breakOn24: () => ({}),
    pass: async (milliseconds) => void passed.push(milliseconds),
  }
  const { answer, script } = await serveStrip(() => actions)
  const origin = 'http://127.0.0.1:7081'
  const push = (path: string, from = origin) =>
    answer(new Request(`${origin}/emulator/${path}`, { method: 'POST', headers: { origin: from } }))
  expect(await (await answer(new Request(`${origin}${script}`))).text()).toContain('"passes":true')
  expect(await (await push('register')).json()).toEqual({ registered: 4 })
  expect((await push('register', 'https://elsewhere.example')).status).toBe(404)
  expect(await (await push('pass?hours=24')).json()).toEqual({ passed: 24 })
  for (const path of ['pass?hours=0', 'pass?hours=900', 'pass', 'other']) expect((await push(path)).status).toBe(404)
  expect(passed).toEqual([day])
})

test('no browser is opened in CI, or where nobody sits at a terminal', () => {
  expect(openBrowser('http://127.0.0.1:7081', { env: { CI: 'true' }, terminal: true })).toBe(false)
  expect(openBrowser('http://127.0.0.1:7081', { env: { DISPLAY: ':0' }, terminal: false })).toBe(false)
})
