import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

let rig: Rig
let account: Awaited<ReturnType<Rig['account']>>
beforeAll(async () => {
  rig = await startRig()
  // Another instance on the same queues, whose clock is wrong by as much as clocks may be.
  await rig.startHost({ clockShift: 60_000 })
  account = await rig.account()
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

function active(webinar: Webinar) {
  return rig.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
}

function posts(webinar: Webinar) {
  return rig.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${webinar.on24}/`))
}

/** Somebody whose registration is on its way to ON24, and held there until another worker has come by. */
async function underWay() {
  const webinar = await rig.webinar(account)
  const contact = rig.contact(ada)
  await rig.quiet()
  let letGo = () => {}
  const held = new Promise<undefined>((resolve) => {
    letGo = () => resolve(undefined)
  })
  let arrived = 0
  rig.on24.na.interfere(({ method }) => {
    if (method !== 'POST' || arrived > 0) return undefined
    arrived += 1
    return held
  })
  const id = rig.register(webinar, contact)
  await until(() => expect(arrived).toBe(1))
  const others = () => rig.reports('connector.message').filter((report) => report.id === id)
  return {
    ...{ webinar, contact, id },
    async overtaken() {
      await until(() => expect(others()).toContainEqual(expect.objectContaining({ why: 'conflict' })))
      // Nobody told ON24 anything in the meantime.
      expect(posts(webinar)).toEqual([])
      letGo()
      await rig.quiet()
    },
  }
}

const registered = 'Registered at ON24'
const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus

test('a slow worker that is overtaken leaves the newer name at ON24, and one registrant', async () => {
  const { webinar, contact, id, overtaken } = await underWay()
  rig.dataverse.update('contact', contact, { lastname: 'Lovelace' })
  await overtaken()
  expect(rig.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace', userstatus: 'active', exteventusercd: id }])
  expect(posts(webinar)).toHaveLength(2)
  expect(status(id)).toBe(registered)
})

test('an e-mail that changes while the old one is on its way ends as one registrant, with the new one', async () => {
  const { webinar, contact, id, overtaken } = await underWay()
  rig.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await rig.enqueue('registrations', { table, id })
  await overtaken()
  expect(active(webinar)).toMatchObject([{ email: 'lovelace@example.test', exteventusercd: id }])
  expect(rig.row(id)).toMatchObject({
    msevtmgt_registrationstatus: registered,
    msevtmgt_webinarregistrationid: String(active(webinar)[0]?.eventuserid),
  })
})

test('a cancellation that overtakes its registration wins', async () => {
  const { webinar, id, overtaken } = await underWay()
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await overtaken()
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  expect(status(id)).toBe('Cancelled at ON24')
})

test('a deletion that overtakes its registration wins', async () => {
  const { webinar, id, overtaken } = await underWay()
  rig.dataverse.remove(table, id)
  await overtaken()
  expect(active(webinar)).toEqual([])
})

test('messages that are doubled over two hosts make one registrant a person, with one call', async () => {
  const webinar = await rig.webinar(account)
  const contacts = Array.from({ length: 8 }, (_, at) =>
    rig.contact({ ...ada, emailaddress1: `ada-${at}@example.test` }),
  )
  await rig.quiet()
  const ids = contacts.map((contact) => rig.register(webinar, contact))
  await Promise.all([...ids, ...ids].map((id) => rig.enqueue('registrations', { table, id })))
  await until(() => expect(ids.map(status)).toEqual(ids.map(() => registered)), { timeout: 20_000 })
  await rig.quiet()
  expect(active(webinar)).toHaveLength(8)
  expect(new Set(active(webinar).map(({ exteventusercd }) => exteventusercd))).toEqual(new Set(ids))
  expect(posts(webinar)).toHaveLength(8)
})
