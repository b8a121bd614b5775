import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Rig, startRig, until } from '../rig.ts'

let rig: Rig
beforeAll(async () => {
  rig = await startRig({ webhooks: false })
  await rig.host.run('reconcile-timer')
})
afterAll(() => rig.stop())

const ada = { firstname: 'Ada', lastname: 'Byron', emailaddress1: 'ada@example.test' }
const status = (id: string) => rig.row(id)?.msevtmgt_registrationstatus

test('a registration whose webhook was lost is found by the next sweep', async () => {
  const id = rig.register(await rig.webinar(), rig.contact(ada))
  await rig.host.run('reconcile-timer')
  await until(() => expect(status(id)).toBe('Registered at ON24'))
})

test('a lost cancellation is found, and so is a lost deletion', async () => {
  const webinar = await rig.webinar()
  const cancelled = rig.register(webinar, rig.contact(ada))
  const deleted = rig.register(webinar, rig.contact({ ...ada, emailaddress1: 'grace@example.test' }))
  await rig.host.run('reconcile-timer')
  await until(() => expect([status(cancelled), status(deleted)]).toEqual(['Registered at ON24', 'Registered at ON24']))
  rig.dataverse.update('msevtmgt_eventregistration', cancelled, { msevtmgt_iscanceled: true })
  rig.dataverse.remove('msevtmgt_eventregistration', deleted)
  await rig.host.run('reconcile-timer')
  await rig.enqueue('audits', { table: 'msevtmgt_event', id: webinar.id })
  await until(() =>
    expect(rig.registrants(webinar).map(({ userstatus }) => userstatus)).toEqual(['deleted', 'deleted']),
  )
})

test('who was cancelled at ON24 by hand, or renamed in CRM without a hint, is put right by comparing lists', async () => {
  let now = new Date()
  const aged = await startRig({ webhooks: false, now: () => now })
  const webinar = await aged.webinar({ startsInHours: 48 })
  const company = aged.dataverse.insert('account', { name: 'Old name' })
  const contact = aged.dataverse.insert('contact', { ...ada, parentcustomerid: company })
  const id = aged.register(webinar, contact)
  await aged.enqueue('registrations', { table: 'msevtmgt_eventregistration', id })
  await until(() => expect(aged.registrants(webinar)[0]?.company).toBe('Old name'))
  aged.dataverse.update('account', company, { name: 'New name' })
  now = new Date()
  await until(async () => {
    await aged.enqueue('audits', { table: 'msevtmgt_event', id: webinar.id })
    expect(aged.registrants(webinar)[0]?.company).toBe('New name')
  })
  await aged.stop()
})

test('a sweep that finds nothing new queues nothing', async () => {
  const webinar = await rig.webinar()
  const id = rig.register(webinar, rig.contact(ada))
  await rig.host.run('reconcile-timer')
  await until(() => expect(status(id)).toBe('Registered at ON24'))
  await until(async () => {
    await rig.host.run('reconcile-timer')
    expect(rig.reports('connector.timer').at(-1)).toMatchObject({ name: 'reconcile-timer', changed: 0, pending: 0 })
  })
})
