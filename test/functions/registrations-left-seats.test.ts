import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until, type Webinar } from '../harness/test-app.ts'

type Account = Awaited<ReturnType<Rig['account']>>

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterEach(() => rig.on24.na.interfere())
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus
const says = (id: string, text: string) => until(() => expect(status(id)).toBe(text))
const active = (webinar: Webinar) => rig.registrants(webinar).filter(({ userstatus }) => userstatus === 'active')
const shown = ({ configuration }: Account) => rig.dataverse.row('msevtmgt_webinarconfiguration', configuration)

function lockOut({ clientId }: Account) {
  const refusal = () => Response.json({ message: 'The access token is deactivated.' }, { status: 401 })
  rig.on24.na.interfere(({ url }) => (url.includes(`/client/${clientId}/`) ? refusal() : undefined))
}

/** Somebody registered for a webinar, and nothing on its way any more. */
async function registered() {
  const account = await rig.account()
  const webinar = await rig.webinar(account)
  const email = `ada-${crypto.randomUUID()}@example.test`
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: email })
  await rig.quiet()
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  return { account, webinar, contact, id, email }
}

test('an account that is locked out keeps nobody from moving to another, and only it is said to be locked out', async () => {
  const { account, webinar, id } = await registered()
  const other = await rig.account()
  const otherWebinar = await rig.webinar(other)
  await rig.quiet()
  lockOut(account)
  rig.dataverse.update('msevtmgt_event', webinar.id, {
    ...{ msevtmgt_webinarconfigurationid: other.configuration, msevtmgt_webinarid: String(otherWebinar.on24) },
  })
  await until(() => expect(active(otherWebinar)).toMatchObject([{ exteventusercd: id }]))
  await says(id, 'Registered at ON24')
  expect(shown(account)).toMatchObject({ msevtmgt_message: 'ON24 does not accept the credentials.' })
  expect(shown(other)).toMatchObject({ msevtmgt_providerservicestatus: 100000000 })
})

test('who is deleted while their account is locked out leaves once it is let in again', async () => {
  const { account, webinar, id } = await registered()
  lockOut(account)
  rig.dataverse.remove(table, id)
  await until(() => expect(shown(account)).toMatchObject({ msevtmgt_message: 'ON24 does not accept the credentials.' }))
  await rig.quiet()
  rig.on24.na.interfere()
  expect((await rig.call('POST', `configurations/${account.configuration}/check`)).status).toBe(200)
  await rig.enqueue('registrations', { table, id })
  await until(() => expect(active(webinar)).toEqual([]))
})

test('two who share an address both move along when their event runs as another webinar', async () => {
  const { account, webinar, contact, id, email } = await registered()
  const other = rig.register(webinar, contact)
  await says(other, 'Registered at ON24')
  const next = await rig.webinar(account)
  await rig.quiet()
  rig.dataverse.update('msevtmgt_event', webinar.id, { msevtmgt_webinarid: String(next.on24) })
  await until(() => expect(active(next)).toMatchObject([{ email }]))
  await rig.quiet()
  for (const one of [id, other]) await says(one, 'Registered at ON24')
  expect(active(webinar)).toEqual([])
  expect(active(next)).toHaveLength(1)
})

const listReads = (webinar: Webinar) =>
  rig.on24.na.calls.filter(({ method, path }) => method === 'GET' && path.endsWith(`/${webinar.on24}/registrant`))

test('an address that changes twice while ON24’s list lags leaves nobody behind', async () => {
  const { webinar, contact, id, email } = await registered()
  rig.on24.na.holdList(webinar.on24, true)
  rig.dataverse.update('contact', contact, { emailaddress1: `second-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `second-${email}` }]))
  await rig.quiet()
  rig.dataverse.update('contact', contact, { emailaddress1: `third-${email}` })
  await until(() => expect(active(webinar)).toMatchObject([{ email: `third-${email}`, exteventusercd: id }]))
  await rig.quiet()
  expect(active(webinar)).toHaveLength(1)
  expect(status(id)).toBe('Registered at ON24')
  expect(listReads(webinar)).toEqual([])
})

test('a registration restored and deleted while ON24’s list lags is cancelled', async () => {
  const { webinar, id } = await registered()
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  rig.on24.na.holdList(webinar.on24, true)
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: false })
  await says(id, 'Registered at ON24')
  await rig.quiet()
  rig.dataverse.remove(table, id)
  await until(() => expect(active(webinar)).toEqual([]))
  expect(listReads(webinar)).toEqual([])
})
