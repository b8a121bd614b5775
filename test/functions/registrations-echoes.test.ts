import { executionContext, sendWebhook } from '@webinar-connector/dataverse-emulator/webhook'
import { expect } from 'vitest'
import { webhookEndpoint } from '../../tools/environment/webhooks.ts'
import { type Account, type TestApp, test, until } from '../harness/test-app.ts'

const table = 'msevtmgt_eventregistration'

function says(app: TestApp, id: string, text: string) {
  return until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe(text))
}

/** Counts from now the calls that change something. */
function writes(to: { calls: readonly { method: string; path: string }[] }) {
  const from = to.calls.length
  return () => to.calls.slice(from).filter(({ method, path }) => method !== 'GET' && !path.endsWith('$batch'))
}

/** A registered person, with no message left in a queue. */
async function registered(app: TestApp, account: Account) {
  const webinar = await app.webinar(account)
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
  await app.idle()
  const [toOn24, toDataverse, hooks] = [writes(app.on24.na), writes(app.dataverse), app.webhooks.statuses.length]
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  await app.idle()
  return { webinar, id, toOn24, toDataverse, told: () => app.webhooks.statuses.slice(hooks) }
}

test('the connector’s own write causes no further work: one ON24 call, one CRM write', async ({ app, account }) => {
  const { toOn24, toDataverse, told } = await registered(app, account)
  // The registration, and the echo of the outcome.
  expect(told()).toEqual([202, 202])
  expect(toOn24()).toHaveLength(1)
  expect(toDataverse()).toHaveLength(1)
})

test('a registration costs three Dataverse calls, and the echo of its outcome none', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' })
  await app.idle()
  // The first registration of an app reads what all of them need.
  await says(app, app.register(webinar, app.contact({ emailaddress1: 'first@example.test' })), 'Registered at ON24')
  await app.idle()
  const from = app.dataverse.calls.length
  await says(app, app.register(webinar, contact), 'Registered at ON24')
  await app.idle()
  expect(app.dataverse.calls.slice(from)).toHaveLength(3)
})

test('a cancellation calls ON24 once, and its echo does not', async ({ app, account }) => {
  const { id } = await registered(app, account)
  const [toOn24, toDataverse] = [writes(app.on24.na), writes(app.dataverse)]
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  await app.idle()
  expect(toOn24()).toHaveLength(1)
  expect(toDataverse()).toHaveLength(1)
})

test('doubled, reordered, stripped and old webhooks end in the state of the row', async ({ app, account }) => {
  const { id, webinar } = await registered(app, account)
  app.dataverse.update(table, id, { msevtmgt_iscanceled: true })
  await says(app, id, 'Cancelled at ON24')
  await app.idle()
  const toOn24 = writes(app.on24.na)
  const change = (message: 'Create' | 'Update' | 'Delete', values = {}) =>
    executionContext({ message, table, id, values, by: 'user' })
  const endpoint = webhookEndpoint(app.host)
  await Promise.all([
    sendWebhook(endpoint, change('Update', { msevtmgt_iscanceled: false })),
    sendWebhook(endpoint, change('Create')),
    sendWebhook(endpoint, change('Create'), { stripped: true }),
    sendWebhook(endpoint, change('Delete')),
    sendWebhook(endpoint, change('Delete'), { stripped: true }),
  ])
  await app.idle()
  expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Cancelled at ON24')
  expect(app.registrants(webinar)).toMatchObject([{ userstatus: 'deleted' }])
  expect(toOn24()).toEqual([])
})

test('a webhook for a row that is gone and was never known does nothing', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  await app.idle()
  const toOn24 = writes(app.on24.na)
  const id = crypto.randomUUID()
  await app.enqueue('registrations', { table, id })
  const ends = () => app.reports('connector.message').filter((report) => report.id === id)
  await until(() => expect(ends()).toMatchObject([{ outcome: 'gone' }]))
  expect(toOn24()).toEqual([])
  expect(app.registrants(webinar)).toEqual([])
})

test('the correlation id of a change goes from the webhook to ON24 and the log', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const contact = app.contact({ firstname: 'Ada', lastname: 'Byron', emailaddress1: 'byron@example.test' })
  await app.idle()
  const seen: (string | null)[] = []
  app.on24.na.injectFault(({ method, headers }) => {
    if (method === 'POST') seen.push(headers.get('x-correlation-id'))
    return undefined
  })
  const id = app.register(webinar, contact)
  await says(app, id, 'Registered at ON24')
  await app.idle()
  app.on24.na.injectFault()
  expect(seen).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/)])
  const lines = app.reports('connector.message').filter(({ correlation }) => correlation === seen[0])
  expect(lines).toMatchObject([{ id, outcome: 'registered' }])
})
