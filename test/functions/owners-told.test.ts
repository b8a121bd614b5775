import { TableClient } from '@azure/data-tables'
import { expect } from 'vitest'
import { day } from '../../lib/core/time.ts'
import { type TestApp, test, until, type Webinar } from '../harness/test-app.ts'

const invalid = 'The contact’s e-mail address is not valid. Correct it on the contact.'

async function refuse(app: TestApp, webinar: Pick<Webinar, 'kind' | 'id'>, emailaddress1 = 'nobody') {
  const id = app.register(webinar, app.contact({ firstname: 'Ada', emailaddress1 }))
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toMatch(/^(The contact|Registered)/))
  await app.idle()
  return id
}

/** Notifications of owners of events that link to a row. */
function told(app: TestApp, { id }: Pick<Webinar, 'id'>) {
  return app.dataverse.rows('appnotification').filter(({ data }) => String(data).includes(id))
}

/** Lets the app believe that it told, or asked in vain, a day earlier than it did. */
async function letADayPass(app: TestApp) {
  const options = { allowInsecureConnection: true }
  const table = TableClient.fromConnectionString(app.storage.connectionString, 'statuses', options)
  for await (const { partitionKey = '', rowKey = '', toldAt } of table.listEntities()) {
    if (partitionKey !== 'refusals' || !toldAt) continue
    const earlier = new Date(Date.parse(String(toldAt)) - day)
    await table.updateEntity({ partitionKey, rowKey, toldAt: earlier }, 'Merge')
  }
}

test('the owner of an event is told once a day how many registrations are refused', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  await refuse(app, webinar, 'ada@example.test')
  await app.host.run('sweep-timer')
  expect(told(app, webinar)).toEqual([])

  await refuse(app, webinar)
  await refuse(app, webinar, 'nothing')
  await app.host.run('sweep-timer')
  const { ownerid } = app.dataverse.row('msevtmgt_event', webinar.id) ?? {}
  const title = 'Webinar registrations were refused.'
  const body = `“Spring demo”: 2 registrations are refused. Most often they say: ${invalid}`
  expect(told(app, webinar)).toMatchObject([{ ownerid, title, body, ttlinseconds: 604_800 }])
  const url = `?pagetype=entityrecord&etn=msevtmgt_event&id=${webinar.id}`
  const actions = [{ title: 'Open the event', data: { url, navigationTarget: 'newWindow' } }]
  expect(JSON.parse(String(told(app, webinar)[0]?.data))).toEqual({ actions })

  await refuse(app, webinar, 'nonsense')
  await app.host.run('sweep-timer')
  expect(told(app, webinar)).toHaveLength(1)
  await letADayPass(app)
  await app.host.run('sweep-timer')
  await app.host.run('sweep-timer')
  expect(told(app, webinar)).toHaveLength(2)
  expect(told(app, webinar)[1]?.body).toContain('3 registrations are refused')
})

test('a registration of a session is told to the owner of its event', async ({ app, account }) => {
  const event = await app.webinar({ ...account, values: { msevtmgt_webinarid: null } })
  const other = await app.webinar(account)
  app.dataverse.remove('msevtmgt_event', other.id)
  const session = app.dataverse.insert('msevtmgt_session', {
    ...{ msevtmgt_name: 'Keynote', msevtmgt_event: event.id, msevtmgt_sessionformat: 100000002 },
    ...{ msevtmgt_webinarconfigurationid: account.configuration, msevtmgt_webinarid: String(other.on24) },
  })
  await refuse(app, { kind: 'session', id: session })
  await app.host.run('sweep-timer')
  const body = expect.stringContaining('“Keynote”: 1 registration is refused. It says: ')
  expect(told(app, { id: session })).toMatchObject([{ body, data: expect.stringContaining('Open the session') }])
})

test('what was mended before the next sweep is told to nobody', async ({ app, account }) => {
  const webinar = await app.webinar(account)
  const id = await refuse(app, webinar)
  app.dataverse.update('contact', String(app.row(id)?.msevtmgt_contactid), { emailaddress1: 'ada@example.test' })
  await until(() => expect(app.row(id)?.msevtmgt_registrationstatus).toBe('Registered at ON24'))
  await app.idle()
  await app.host.run('sweep-timer')
  expect(told(app, webinar)).toEqual([])
  await refuse(app, webinar)
  await app.host.run('sweep-timer')
  expect(told(app, webinar)).toHaveLength(1)
})

test('a team, and a user who is disabled, are told nothing', async ({ app, account }) => {
  const team = app.dataverse.insert('team', { name: 'Events' })
  const gone = app.dataverse.insert('systemuser', { fullname: 'Grace', isdisabled: true })
  for (const ownerid of [team, gone]) {
    const webinar = await app.webinar({ ...account, values: { ownerid } })
    await refuse(app, webinar)
    await app.host.run('sweep-timer')
    expect(told(app, webinar)).toEqual([])
  }
  expect(await app.failures()).not.toContainEqual(expect.objectContaining({ kind: 'unforeseen' }))
})

test.for([
  ['that lets the connector send none', 403],
  ['that knows none', 404],
])('an environment %s is asked again a day later, and nothing fails', async ([_what, status], { app, account }) => {
  app.dataverse.injectFault(({ url }) =>
    url.endsWith('/SendAppNotification') ? Response.json({ error: {} }, { status: Number(status) }) : undefined,
  )
  const asked = () => app.dataverse.calls.filter(({ path }) => path.endsWith('/SendAppNotification')).length
  const [before, reports] = [asked(), app.reports('connector.timer').length]
  const webinars = [await app.webinar(account), await app.webinar(account)]
  for (const webinar of webinars) await refuse(app, webinar)
  await app.host.run('sweep-timer')
  await app.host.run('sweep-timer')
  expect(asked()).toBe(before + 2)
  expect(app.reports('connector.timer').slice(reports)).toMatchObject([{ told: 0 }, { told: 0 }])
  app.clearFaults()
  await letADayPass(app)
  await app.host.run('sweep-timer')
  for (const webinar of webinars) expect(told(app, webinar)).toHaveLength(1)
})
