import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { expect } from 'vitest'
import { choices } from '../harness/registered-there.ts'
import { test, until } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true, webhooks: false })

/** The queue gives back a dead host's messages after this; it is longer than any lease. */
const tenMinutes = 10 * 60_000 + 1000

test('a registration whose maker is killed before it is tied is made and tied once', async ({ app }) => {
  const account = await app.account({ settings: { wbc_registeredthere: choices.allContacts } })
  const webinar = await app.webinar(account)
  app.on24.na.register(webinar.on24, { email: 'eve@example.test', firstname: 'Eve' })
  const { promise: never } = Promise.withResolvers<undefined>()
  let isTying = false
  app.on24.na.injectFault(({ method }) => {
    isTying ||= method === 'PATCH'
    return method === 'PATCH' ? never : undefined
  })
  await app.enqueue('webinars', { table: 'msevtmgt_event', id: webinar.id, work: 'review' })
  await until(() => expect(isTying).toBe(true))
  const rows = () => app.dataverse.rows('msevtmgt_eventregistration')
  const [row] = rows()
  expect(row).toMatchObject({ msevtmgt_syncedwithprovider: 100000002 })
  const gone = once(app.host.child, 'exit')
  app.host.child.kill('SIGKILL')
  await gone
  app.on24.na.injectFault()
  expect(app.registrants(webinar)[0]?.exteventusercd).toBeUndefined()

  // Storage and ON24 live in this process; the next host lives as much later as they do.
  shiftClock(tenMinutes)
  await app.startHost({ clockShift: tenMinutes })
  const id = row?.msevtmgt_eventregistrationid
  await until(() => expect(app.registrants(webinar)).toMatchObject([{ exteventusercd: id, firstname: 'Eve' }]))
  await app.enqueue('registrations', { table: 'msevtmgt_eventregistration', id })
  await app.idle()
  expect(rows()).toHaveLength(1)
  expect(app.dataverse.rows('contact').filter((one) => one.emailaddress1 === 'eve@example.test')).toHaveLength(1)
  const sent = app.on24.na.calls.filter(({ method, path }) => method !== 'GET' && path.endsWith('/registrant'))
  expect(sent.map(({ method }) => method).filter((method) => method === 'POST')).toEqual([])
})
