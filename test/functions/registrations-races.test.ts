import { expect } from 'vitest'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.beforeAll(async ({ app }) => {
  // Another instance on the same queues, whose clock is wrong by as much as clocks may be.
  await app.startHost({ clockShift: 60_000 })
})

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }

function active(app: TestApp, webinar: Webinar) {
  return app.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
}

function posts(app: TestApp, webinar: Webinar) {
  return app.on24.na.calls.filter(({ method, path }) => method === 'POST' && path.includes(`/${webinar.on24}/`))
}

/** A registration on its way to ON24, held there until another worker has met it. */
async function underWay(app: TestApp, account: Account) {
  const webinar = await app.webinar(account)
  const contact = app.contact(ada)
  await app.idle()
  let release = () => {}
  const held = new Promise<undefined>((resolve) => {
    release = () => resolve(undefined)
  })
  let arrived = 0
  app.on24.na.injectFault(({ method }) => {
    if (method !== 'POST' || arrived > 0) return undefined
    arrived += 1
    return held
  })
  const id = app.register(webinar, contact)
  await until(() => expect(arrived).toBe(1))
  const others = () => app.reports('connector.message').filter((report) => report.id === id)
  return {
    ...{ webinar, contact, id },
    async overtaken() {
      await until(() => expect(others()).toContainEqual(expect.objectContaining({ why: 'conflict' })))
      // No worker called ON24 in the meantime.
      expect(posts(app, webinar)).toEqual([])
      release()
      await app.idle()
    },
  }
}

const registered = 'Registered at ON24'
const status = (app: TestApp, id: string) => app.row(id)?.msevtmgt_registrationstatus

test('a slow worker that is overtaken leaves one registrant with the newer name', async ({ app, account }) => {
  const { webinar, contact, id, overtaken } = await underWay(app, account)
  app.dataverse.update('contact', contact, { lastname: 'Lovelace' })
  await overtaken()
  expect(app.registrants(webinar)).toMatchObject([{ lastname: 'Lovelace', userstatus: 'active', exteventusercd: id }])
  expect(posts(app, webinar)).toHaveLength(2)
  expect(status(app, id)).toBe(registered)
})

test('an e-mail that changes during the call ends as one registrant with the new one', async ({ app, account }) => {
  const { webinar, contact, id, overtaken } = await underWay(app, account)
  app.dataverse.update('contact', contact, { emailaddress1: 'lovelace@example.test' })
  await app.enqueue('registrations', { table, id })
  await overtaken()
  expect(active(app, webinar)).toMatchObject([{ email: 'lovelace@example.test', exteventusercd: id }])
  expect(app.row(id)).toMatchObject({
    msevtmgt_registrationstatus: registered,
    msevtmgt_webinarregistrationid: String(active(app, webinar)[0]?.eventuserid),
  })
})

test('a cancellation that comes before its registration ends wins', async ({ app, account }) => {
  const { webinar, id, overtaken } = await underWay(app, account)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await overtaken()
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  expect(status(app, id)).toBe('Cancelled at ON24')
})

test('a deletion that comes before its registration ends wins', async ({ app, account }) => {
  const { webinar, id, overtaken } = await underWay(app, account)
  app.dataverse.remove(table, id)
  await overtaken()
  expect(active(app, webinar)).toEqual([])
})

test('messages doubled over two hosts make one registrant a person, with one call', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const contacts = Array.from({ length: 8 }, (_, at) =>
    app.contact({ ...ada, emailaddress1: `ada-${at}@example.test` }),
  )
  await app.idle()
  const ids = contacts.map((contact) => app.register(webinar, contact))
  await Promise.all([...ids, ...ids].map((id) => app.enqueue('registrations', { table, id })))
  await until(() => expect(ids.map((id) => status(app, id))).toEqual(ids.map(() => registered)), { timeout: 20_000 })
  await app.idle()
  expect(active(app, webinar)).toHaveLength(8)
  expect(new Set(active(app, webinar).map(({ exteventusercd }) => exteventusercd))).toEqual(new Set(ids))
  expect(posts(app, webinar)).toHaveLength(8)
})
