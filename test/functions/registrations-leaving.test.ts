import { expect } from 'vitest'
import { type Account, type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

test.afterEach(({ app }) => app.on24.na.interfere())

const table = 'msevtmgt_eventregistration'
const status = (app: TestApp, id: string) => app.row(id)?.msevtmgt_registrationstatus
const says = (app: TestApp, id: string, text: string) => until(() => expect(status(app, id)).toBe(text))
const active = (app: TestApp, webinar: Webinar) =>
  app.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
const shown = (app: TestApp, { configuration }: Account) =>
  app.dataverse.row('msevtmgt_webinarconfiguration', configuration)

function lockOut(app: TestApp, { clientId }: Account) {
  const refusal = () => Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
  app.on24.na.interfere(({ url }) => (url.includes(`/client/${clientId}/`) ? refusal() : undefined))
}

/** A person registered for a webinar, with no message left in a queue. */
async function registered(app: TestApp) {
  const account = await app.account()
  const webinar = await app.webinar(account)
  const email = `ada-${crypto.randomUUID()}@example.test`
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: email })
  await app.idle()
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  await app.idle()
  return { account, webinar, contact, id, email }
}

test('an account that is locked out keeps nobody from moving to another', async ({ app }) => {
  const { account, webinar, id } = await registered(app)
  const other = await app.account()
  const otherWebinar = await app.webinar(other)
  await app.idle()
  lockOut(app, account)
  app.dataverse.update('msevtmgt_event', webinar.id, {
    ...{ msevtmgt_webinarconfigurationid: other.configuration, msevtmgt_webinarid: String(otherWebinar.on24) },
  })
  await until(() => expect(active(app, otherWebinar)).toMatchObject([{ exteventusercd: id }]))
  await says(app, id, 'Registered at ON24')
  expect(shown(app, account)).toMatchObject({ msevtmgt_message: 'ON24 does not accept the credentials.' })
  expect(shown(app, other)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })
})

test('a person deleted while the account is locked out is cancelled once it is back', async ({ app }) => {
  const { account, webinar, id } = await registered(app)
  lockOut(app, account)
  app.dataverse.remove(table, id)
  await until(() =>
    expect(shown(app, account)).toMatchObject({ msevtmgt_message: 'ON24 does not accept the credentials.' }),
  )
  await app.idle()
  app.on24.na.interfere()
  expect((await app.call('POST', `configurations/${account.configuration}/check`)).status).toBe(200)
  await app.enqueue('registrations', { table, id })
  await until(() => expect(active(app, webinar)).toEqual([]))
})

test('two people who share an address move along with their event’s webinar', async ({ app }) => {
  const { account, webinar, contact, id, email } = await registered(app)
  const other = app.register(webinar, contact)
  await says(app, other, 'Registered at ON24')
  const next = await app.webinar(account)
  await app.idle()
  app.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(next.on24) })
  await until(() => expect(active(app, next)).toMatchObject([{ email }]))
  await app.idle()
  for (const one of [id, other]) await says(app, one, 'Registered at ON24')
  expect(active(app, webinar)).toEqual([])
  expect(active(app, next)).toHaveLength(1)
})

const notYet = 'ON24 does not list the registration yet. The connector tries again.'

test('a person who changes address twice quickly is left under neither old one', async ({ app }) => {
  const { webinar, contact, id, email } = await registered(app)
  app.on24.na.holdList(webinar.on24, true)
  app.dataverse.update('contact', contact, { emailaddress1: `second-${email}` })
  await until(() => expect(active(app, webinar)).toMatchObject([{ email: `second-${email}` }]))
  await app.idle()
  app.dataverse.update('contact', contact, { emailaddress1: `third-${email}` })
  await says(app, id, notYet)
  app.on24.na.holdList(webinar.on24, false)
  await app.enqueue('registrations', { table, id })
  await says(app, id, 'Registered at ON24')
  expect(active(app, webinar)).toMatchObject([{ email: `third-${email}`, exteventusercd: id }])
})

test('a person who comes back and is deleted quickly is cancelled all the same', async ({ app }) => {
  const { webinar, id } = await registered(app)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  app.on24.na.holdList(webinar.on24, true)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(app, id, 'Registered at ON24')
  await app.idle()
  app.dataverse.remove(table, id)
  const ends = () => app.reports('connector.message').filter((report) => report.id === id)
  await until(() => expect(ends().at(-1)).toMatchObject({ outcome: 'comes back', why: 'asked' }))
  app.on24.na.holdList(webinar.on24, false)
  await app.enqueue('registrations', { table, id })
  await until(() => expect(active(app, webinar)).toEqual([]))
})
