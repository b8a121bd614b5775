import { afterAll, beforeAll, expect, test } from 'vitest'
import { executionContext, sendWebhook } from '../../local/dataverse/webhook.ts'
import { webhookEndpoint } from '../../local/subscription.ts'
import { type Rig, startRig, until, type Webinar } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig()
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'
const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const providerError = { msevtmgt_syncedwithprovider: 100000001, msevtmgt_publishingstate: 100000004 }
const unavailable = () => Response.json({ message: 'Service unavailable' }, { status: 503 })

function status(id: string) {
  return rig.row(id)?.msevtmgt_registrationstatus
}

function says(id: string, text: string) {
  return until(() => expect(status(id)).toBe(text), { timeout: 20_000 })
}

/** Counts from now the calls that change something. */
function writes(to: { calls: readonly { method: string; path: string }[] }) {
  const from = to.calls.length
  return () => to.calls.slice(from).filter(({ method, path }) => method !== 'GET' && !path.endsWith('$batch'))
}

/** A webinar and somebody to register for it, with nothing on its way any more. */
async function calm(): Promise<{ webinar: Webinar; contact: string }> {
  const webinar = await rig.webinar()
  const contact = rig.contact(ada)
  await rig.quiet()
  return { webinar, contact }
}

test('while ON24 is down the row says that it is tried again, and it goes out when ON24 is back', async () => {
  const { webinar, contact } = await calm()
  rig.on24.na.interfere(unavailable)
  const id = rig.register(webinar, contact)
  await says(id, 'ON24 is out of order. The connector tries again.')
  expect(rig.row(id)).toMatchObject(providerError)
  rig.on24.na.interfere()
  await says(id, 'Registered at ON24')
  await rig.quiet()
  expect(rig.registrants(webinar)).toMatchObject([{ exteventusercd: id }])
})

test.each([
  ['cut connections', () => 'reset' as const, 'ON24 cannot be reached.'],
  [
    'a reached limit',
    () => Response.json({ message: 'You have reached the maximum number of calls for this api.' }, { status: 403 }),
    'ON24’s limit of calls is reached.',
  ],
  [
    'a 403 that nobody knows',
    () => Response.json({ message: 'Computer says no' }, { status: 403 }),
    'ON24 does not allow this now.',
  ],
  ['an answer in no known shape', () => Response.json({ hello: 'world' }), 'ON24 gave an answer that cannot be read.'],
  ['an answer that breaks off', () => new Response('{"eventuserid":7000'), 'ON24 cannot be reached.'],
])('%s at ON24 mean: try again', async (_, fault, reason) => {
  const { webinar, contact } = await calm()
  rig.on24.na.interfere(fault)
  const id = rig.register(webinar, contact)
  await says(id, `${reason} The connector tries again.`)
  rig.on24.na.interfere()
  await says(id, 'Registered at ON24')
})

test('refused credentials are said on the row and on the configuration, and the message waits for better ones', async () => {
  const { configuration, clientId } = await rig.account()
  const webinar = await rig.webinar({ configuration, clientId })
  const contact = rig.contact(ada)
  await rig.quiet()
  const refuse = () => Response.json({ message: 'Invalid accessTokenKey or accessTokenSecret.' }, { status: 401 })
  rig.on24.na.interfere(refuse)
  const id = rig.register(webinar, contact)
  await says(id, 'ON24 does not accept the credentials. The connector tries again.')
  await until(() =>
    expect(rig.dataverse.row('msevtmgt_webinarconfiguration', configuration)).toMatchObject({
      msevtmgt_authorized: 100000002,
      msevtmgt_providerservicestatus: 100000001,
      msevtmgt_message: 'ON24 does not accept the credentials.',
    }),
  )
  const view = await (await rig.call('GET', `configurations/${configuration}`)).json()
  expect(view).toMatchObject({ health: { status: 'not_authenticated' } })
  rig.on24.na.interfere()
  await says(id, 'Registered at ON24')
})

test('a token without the access level is forbidden, which the configuration tells from a wrong one', async () => {
  const { configuration, clientId } = await rig.account()
  const webinar = await rig.webinar({ configuration, clientId })
  const contact = rig.contact(ada)
  await rig.quiet()
  const message = 'You do not have permission to perform the requested operation.'
  rig.on24.na.interfere(() => Response.json({ message }, { status: 403 }))
  const id = rig.register(webinar, contact)
  await until(() =>
    expect(rig.dataverse.row('msevtmgt_webinarconfiguration', configuration)).toMatchObject({
      msevtmgt_providerservicestatus: 100000002,
    }),
  )
  rig.on24.na.interfere()
  await says(id, 'Registered at ON24')
})

test('while Dataverse does not answer the message waits', async () => {
  const { webinar, contact } = await calm()
  rig.dataverse.interfere(() => new Response(null, { status: 503 }))
  const id = rig.register(webinar, contact)
  await until(() => expect(rig.dataverse.calls.at(-1)?.status).toBe(503))
  rig.dataverse.interfere()
  await says(id, 'Registered at ON24')
  expect(rig.registrants(webinar)).toHaveLength(1)
})

test('the outcome lost on its way to CRM is written by the next try, without asking ON24 again', async () => {
  const { webinar, contact } = await calm()
  const toOn24 = writes(rig.on24.na)
  rig.dataverse.interfere(({ method }) => (method === 'PATCH' ? new Response(null, { status: 503 }) : undefined))
  const id = rig.register(webinar, contact)
  await until(() => expect(rig.registrants(webinar)).toHaveLength(1))
  rig.dataverse.interfere()
  await says(id, 'Registered at ON24')
  await rig.quiet()
  expect(toOn24()).toHaveLength(1)
})

test('the connector’s own write wakes it no further: one call to ON24, one write to CRM', async () => {
  const { webinar, contact } = await calm()
  const [toOn24, toDataverse, hooks] = [writes(rig.on24.na), writes(rig.dataverse), rig.webhooks.statuses.length]
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  // The registration, and the echo of the outcome.
  expect(rig.webhooks.statuses.slice(hooks)).toEqual([202, 202])
  expect(toOn24()).toHaveLength(1)
  expect(toDataverse()).toHaveLength(1)
})

test('a cancellation asks ON24 once, and its echo nothing', async () => {
  const { webinar, contact } = await calm()
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  const [toOn24, toDataverse] = [writes(rig.on24.na), writes(rig.dataverse)]
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  await rig.quiet()
  expect(toOn24()).toHaveLength(1)
  expect(toDataverse()).toHaveLength(1)
})

test('webhooks doubled, out of order, stripped and of long ago end in what the row says', async () => {
  const { webinar, contact } = await calm()
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  await rig.quiet()
  const toOn24 = writes(rig.on24.na)
  const change = (message: 'Create' | 'Update' | 'Delete', values = {}) =>
    executionContext({ message, table, id, values, by: 'user' })
  const endpoint = webhookEndpoint(rig.host)
  await Promise.all([
    sendWebhook(endpoint, change('Update', { msevtmgt_iscanceled: false })),
    sendWebhook(endpoint, change('Create')),
    sendWebhook(endpoint, change('Create'), { stripped: true }),
    sendWebhook(endpoint, change('Delete')),
    sendWebhook(endpoint, change('Delete'), { stripped: true }),
  ])
  await rig.quiet()
  expect(status(id)).toBe('Cancelled at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  expect(toOn24()).toEqual([])
})

test('a webhook for a row that is gone and was never known does nothing', async () => {
  const { webinar, contact } = await calm()
  const toOn24 = writes(rig.on24.na)
  rig.dataverse.interfere(({ method }) => (method === 'GET' ? new Response(null, { status: 503 }) : undefined))
  const id = rig.register(webinar, contact)
  rig.dataverse.remove(table, id)
  rig.dataverse.interfere()
  await rig.quiet()
  expect(toOn24()).toEqual([])
  expect(rig.registrants(webinar)).toEqual([])
})
