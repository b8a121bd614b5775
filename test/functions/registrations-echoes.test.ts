import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { webhookEndpoint } from '../../tools/environment/webhooks.ts'
import { type Rig, startRig, until } from '../harness/test-app.ts'

let rig: Rig
let account: Awaited<ReturnType<Rig['account']>>
beforeAll(async () => {
  rig = await startRig()
  account = await rig.account()
})
afterAll(() => rig.stop())

const table = 'msevtmgt_eventregistration'

function says(id: string, text: string) {
  return until(() => expect(rig.row(id)?.msevtmgt_registrationstatus).toBe(text))
}

/** Counts from now the calls that change something. */
function writes(to: { calls: readonly { method: string; path: string }[] }) {
  const from = to.calls.length
  return () => to.calls.slice(from).filter(({ method, path }) => method !== 'GET' && !path.endsWith('$batch'))
}

/** Somebody registered, with nothing on its way any more. */
async function registered() {
  const webinar = await rig.webinar(account)
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
  await rig.quiet()
  const [toOn24, toDataverse, hooks] = [writes(rig.on24.na), writes(rig.dataverse), rig.webhooks.statuses.length]
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  return { webinar, id, toOn24, toDataverse, told: () => rig.webhooks.statuses.slice(hooks) }
}

test('the connector’s own write wakes it no further: one call to ON24, one write to CRM', async () => {
  const { toOn24, toDataverse, told } = await registered()
  // The registration, and the echo of the outcome.
  expect(told()).toEqual([202, 202])
  expect(toOn24()).toHaveLength(1)
  expect(toDataverse()).toHaveLength(1)
})

test('a cancellation asks ON24 once, and its echo nothing', async () => {
  const { id } = await registered()
  const [toOn24, toDataverse] = [writes(rig.on24.na), writes(rig.dataverse)]
  rig.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(id, 'Cancelled at ON24')
  await rig.quiet()
  expect(toOn24()).toHaveLength(1)
  expect(toDataverse()).toHaveLength(1)
})

test('webhooks doubled, out of order, stripped and of long ago end in what the row says', async () => {
  const { id, webinar } = await registered()
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
  expect(rig.row(id)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24')
  expect(rig.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  expect(toOn24()).toEqual([])
})

test('a webhook for a row that is gone and was never known does nothing', async () => {
  const webinar = await rig.webinar(account)
  await rig.quiet()
  const toOn24 = writes(rig.on24.na)
  const id = crypto.randomUUID()
  await rig.enqueue('registrations', { table, id })
  const ends = () => rig.reports('connector.message').filter((report) => report.id === id)
  await until(() => expect(ends()).toMatchObject([{ outcome: 'gone' }]))
  expect(toOn24()).toEqual([])
  expect(rig.registrants(webinar)).toEqual([])
})

test('the correlation id of a change goes from Dataverse’s webhook to ON24 and into the log', async () => {
  const webinar = await rig.webinar(account)
  const contact = rig.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'byron@example.test' })
  await rig.quiet()
  const seen: (string | null)[] = []
  rig.on24.na.interfere(({ method, headers }) => {
    if (method === 'POST') seen.push(headers.get('x-correlation-id'))
    return undefined
  })
  const id = rig.register(webinar, contact)
  await says(id, 'Registered at ON24')
  await rig.quiet()
  rig.on24.na.interfere()
  expect(seen).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  const lines = rig.reports('connector.message').filter(({ correlation }) => correlation === seen[0])
  expect(lines).toMatchObject([{ id, outcome: 'registered' }])
})
