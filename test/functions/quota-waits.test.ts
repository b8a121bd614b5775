import { expect } from 'vitest'
import { type ConfigurationFixtures, test } from '../harness/configurations.ts'
import type { TestApp } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.clearFaults())

function rowWithClient(configurations: ConfigurationFixtures) {
  return { id: configurations.newRow(), body: configurations.client().body }
}

/** The next call is told to wait. */
function refuseOnce(system: 'on24' | 'dataverse', app: TestApp, seconds = 1) {
  const { injectFault } = system === 'on24' ? app.on24.na : app.dataverse
  let refused = false
  injectFault(() => {
    if (refused) return undefined
    refused = true
    return Response.json({ message: 'Slow down.' }, { status: 429, headers: { 'retry-after': String(seconds) } })
  })
  return () => refused
}

test('a check waits until ON24 takes calls again, and finds what it then says', async ({ app, configurations }) => {
  const { id, body } = rowWithClient(configurations)
  expect((await configurations.give(id, body)).status).toBe(200)
  await app.idle()
  const { versionnumber } = configurations.row(id)
  const isRefused = refuseOnce('on24', app)
  expect(await configurations.check(id)).toMatchObject({ health: { status: 'healthy' } })
  expect(isRefused()).toBe(true)
  expect(configurations.row(id)).toMatchObject({ versionnumber })
})

test.for(['on24', 'dataverse'] as const)(
  'credentials given while %s asks to wait are kept',
  async (system, { app, configurations }) => {
    const { id, body } = rowWithClient(configurations)
    const isRefused = refuseOnce(system, app)
    const answer = await configurations.give(id, body)
    expect([answer.status, isRefused()]).toEqual([200, true])
    expect(await configurations.view(id)).toMatchObject({ health: { status: 'healthy' } })
  },
)

test('a check of a webinar waits until ON24 takes calls again', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  await app.idle()
  const isRefused = refuseOnce('on24', app)
  const answer = await app.call('POST', `webinars/msevtmgt_event/${webinar.id}/check`)
  expect([answer.status, isRefused()]).toEqual([200, true])
  expect(await answer.json()).toMatchObject({ findings: [] })
})

test('a wait of minutes is left to the caller and is no verdict on the account', async ({ app, configurations }) => {
  const { id, body } = rowWithClient(configurations)
  expect((await configurations.give(id, body)).status).toBe(200)
  // The types that planners choose from are read after it.
  await app.idle()
  refuseOnce('on24', app, 120)
  const answer = await app.call('POST', `configurations/${id}/check`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '120'])
  expect(await answer.json()).toMatchObject({ error: { code: 'unavailable' } })
  expect(await configurations.view(id)).toMatchObject({ health: { status: 'healthy' } })
})
