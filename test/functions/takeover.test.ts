import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

/** A registration that another integration brought to ON24 under an address, and the contact's address of today. */
async function registeredBySomebodyElse(then: string, today: string) {
  const webinar = await rig.webinar()
  const providerId = String(rig.on24.na.register(webinar.on24, { email: then, lastname: 'Byron' }))
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: today })
  rig.on24.na.calls.length = 0
  const id = rig.register(webinar, contact, {
    ...{ msevtmgt_webinarregistrationid: providerId, msevtmgt_syncedwithprovider: 100000002 },
    msevtmgt_publishingstate: 100000001,
  })
  await until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  return { webinar, id, providerId }
}
const listReads = () => rig.on24.na.calls.filter(({ method, path }) => method === 'GET' && path.endsWith('/registrant'))

test('who was registered by somebody else is taken over with one call and no list, and attendance finds them', async () => {
  const { webinar, id, providerId } = await registeredBySomebodyElse('ada@example.test', 'ada@example.test')
  expect(rig.registrants(webinar)).toMatchObject([{ exteventusercd: id, userstatus: 'active', firstname: 'Ada' }])
  expect(rig.row(id)?.msevtmgt_webinarregistrationid).toBe(providerId)
  expect(listReads()).toEqual([])
})

test('who was registered by somebody else under another address is moved, and not left there', async () => {
  const { webinar } = await registeredBySomebodyElse('old@example.test', 'new@example.test')
  const standing = rig.registrants(webinar).map(({ email, userstatus }) => [email, userstatus])
  expect(standing).toEqual([
    ['old@example.test', 'deleted'],
    ['new@example.test', 'active'],
  ])
})

test('who is cancelled at ON24 by somebody else and active in CRM is restored', async () => {
  const webinar = await rig.webinar()
  const providerId = rig.on24.na.register(webinar.on24, { email: 'ada@example.test' })
  const registrant = rig.registrants(webinar)[0]
  if (registrant) registrant.userstatus = 'deleted'
  const id = rig.register(webinar, rig.contact({ lastname: 'Byron', emailaddress1: 'ada@example.test' }), {
    msevtmgt_webinarregistrationid: String(providerId),
  })
  await until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'active' }])
})

test('whose host is killed in the middle of a move is not left under the old address', async () => {
  const webinar = await rig.webinar()
  const old = String(rig.on24.na.register(webinar.on24, { email: 'old@example.test', lastname: 'Byron' }))
  await rig.quiet()
  const { promise: never } = Promise.withResolvers<undefined>()
  rig.on24.na.interfere(({ method, url }) =>
    method === 'GET' && url.includes(`/event/${webinar.on24}/registrant`) ? never : undefined,
  )
  const id = rig.register(webinar, rig.contact({ lastname: 'Byron', emailaddress1: 'new@example.test' }), {
    ...{ msevtmgt_webinarregistrationid: old, msevtmgt_syncedwithprovider: 100000002 },
  })
  await until(() => expect(rig.registrants(webinar)).toHaveLength(2))
  const gone = once(rig.host.child, 'exit')
  rig.host.child.kill('SIGKILL')
  await gone
  rig.on24.na.interfere()
  // The queue gives back what a dead host had in hand after ten minutes.
  shiftClock(10 * 60_000 + 1000)
  await rig.startHost({ clockShift: 10 * 60_000 + 1000 })
  await until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'), { timeout: 20_000 })
  expect(rig.registrants(webinar)).toMatchObject([
    { email: 'old@example.test', userstatus: 'deleted' },
    { email: 'new@example.test', userstatus: 'active' },
  ])
})
