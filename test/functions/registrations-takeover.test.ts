import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { expect } from 'vitest'
import { type TestApp, test, until } from '../harness/test-app.ts'

/** A registration that another integration brought to ON24 under an address, and the contact's address of today. */
async function registeredBySomebodyElse(app: TestApp, then: string, today: string) {
  const webinar = await app.webinar()
  const providerId = String(app.on24.na.register(webinar.on24, { email: then, lastname: 'Byron' }))
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: today })
  app.on24.na.calls.length = 0
  const id = app.register(webinar, contact, {
    ...{ msevtmgt_webinarregistrationid: providerId, msevtmgt_syncedwithprovider: 100000002 },
    msevtmgt_publishingstate: 100000001,
  })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  return { webinar, id, providerId }
}
const listReads = (app: TestApp) =>
  app.on24.na.calls.filter(({ method, path }) => method === 'GET' && path.endsWith('/registrant'))

test('a foreign registration is taken over with one call, and attendance finds it', async ({ app }) => {
  const { webinar, id, providerId } = await registeredBySomebodyElse(app, 'ada@example.test', 'ada@example.test')
  expect(app.registrants(webinar)).toMatchObject([{ exteventusercd: id, userstatus: 'active', firstname: 'Ada' }])
  expect(app.row(id)?.msevtmgt_webinarregistrationid).toBe(providerId)
  expect(listReads(app)).toEqual([])
})

test('a foreign registration under another address is moved to the new one', async ({ app }) => {
  const { webinar } = await registeredBySomebodyElse(app, 'old@example.test', 'new@example.test')
  const standing = app.registrants(webinar).map(({ email, userstatus }) => [email, userstatus])
  expect(standing).toEqual([
    ['old@example.test', 'deleted'],
    ['new@example.test', 'active'],
  ])
})

test('a person cancelled at ON24 by another integration and active in CRM is restored', async ({ app }) => {
  const webinar = await app.webinar()
  const providerId = app.on24.na.register(webinar.on24, { email: 'ada@example.test' })
  const registrant = app.registrants(webinar)[0]
  if (registrant) registrant.userstatus = 'deleted'
  const id = app.register(webinar, app.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }), {
    msevtmgt_webinarregistrationid: String(providerId),
  })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
})

test('a person whose host is killed during a move is not left under the old address', async ({ app }) => {
  const webinar = await app.webinar()
  const old = String(app.on24.na.register(webinar.on24, { email: 'old@example.test', lastname: 'Byron' }))
  await app.idle()
  const { promise: never } = Promise.withResolvers<undefined>()
  app.on24.na.injectFault(({ method, url }) =>
    method === 'GET' && url.includes(`/event/${webinar.on24}/registrant`) ? never : undefined,
  )
  const id = app.register(webinar, app.contact({ lastname: 'Byron', emailaddress1: 'new@example.test' }), {
    ...{ msevtmgt_webinarregistrationid: old, msevtmgt_syncedwithprovider: 100000002 },
  })
  await until(() => expect(app.registrants(webinar)).toHaveLength(2))
  const gone = once(app.host.child, 'exit')
  app.host.child.kill('SIGKILL')
  await gone
  app.on24.na.injectFault()
  // The queue gives back what a dead host had in hand after ten minutes.
  shiftClock(10 * 60_000 + 1000)
  await app.startHost({ clockShift: 10 * 60_000 + 1000 })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'), { timeout: 20_000 })
  expect(app.registrants(webinar)).toMatchObject([
    { email: 'old@example.test', userstatus: 'deleted' },
    { email: 'new@example.test', userstatus: 'active' },
  ])
})
