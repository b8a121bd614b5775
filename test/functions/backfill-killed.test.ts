import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { expect } from 'vitest'
import { test, until } from '../harness/test-app.ts'

test.override('appOptions', { webhooks: false })

/** The queue gives back a dead host's messages after this; it is longer than any lease. */
const tenMinutes = 10 * 60_000 + 1000

test('a backfill whose host is killed goes on and registers each person once', async ({ app }) => {
  const webinar = await app.webinar()
  for (let n = 0; n < 30; n += 1) {
    app.register(webinar, app.contact({ lastname: `B${n}`, emailaddress1: `person${n}@example.test` }))
  }
  const { promise: never } = Promise.withResolvers<undefined>()
  let calls = 0
  app.on24.na.injectFault(({ method, url }) => {
    const registers = method === 'POST' && url.includes('/registrant')
    calls += registers ? 1 : 0
    return registers && calls > 10 ? never : undefined
  })
  const started = await app.call('POST', `webinars/msevtmgt_event/${webinar.id}/sync`, { registrations: true })
  const { id } = (await started.json()) as { id: string }
  await until(() => expect(calls).toBeGreaterThan(12))
  expect(await (await app.call('GET', `backfills/${id}`)).json()).toMatchObject({ state: 'running', total: 30 })
  const gone = once(app.host.child, 'exit')
  app.host.child.kill('SIGKILL')
  await gone
  app.on24.na.injectFault()

  // Storage and ON24 live in this process; the next host lives as much later as they do.
  shiftClock(tenMinutes)
  const next = await app.startHost({ clockShift: tenMinutes })
  const run = async () => {
    const answer = await fetch(`${next.url}/api/backfills/${id}`, { headers: { 'x-functions-key': next.keys.default } })
    return answer.json()
  }
  await until(
    async () => expect(await run()).toMatchObject({ state: 'ended', total: 30, done: 30, failed: 0, waiting: 0 }),
    { timeout: 20_000 },
  )
  expect(app.registrants(webinar)).toHaveLength(30)
})
