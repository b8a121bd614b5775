import { once } from 'node:events'
import { shiftClock } from '@webinar-connector/functions-emulator/shift-clock'
import { expect } from 'vitest'
import {
  aDayPasses,
  anHourPasses,
  deleteContact,
  erased,
  followed,
  joinAs,
  noted,
  orders,
  states,
  withContacts,
} from '../harness/deleted-contacts.ts'
import { type TestApp, test, until } from '../harness/test-app.ts'

test.override('appOptions', { ownTables: true })
test.afterEach(({ app }) => app.clearFaults())

const tenMinutes = 10 * 60_000 + 1000

/** A contact is deleted, and stays so for a day. */
async function goesForGood(app: TestApp, contact: string, registrations: readonly string[]) {
  await deleteContact(app, contact, registrations)
  await until(async () => expect(await noted(app, contact)).not.toEqual([]))
  // The news of a session's registration may come after the deletion: then the sweep finds it.
  await anHourPasses(app)
  await app.host.run('sweep-timer')
  await until(async () => expect((await noted(app, contact)).every(({ goneAt }) => goneAt)).toBe(true))
  await aDayPasses(app, contact)
  await app.host.run('sweep-timer')
}

test('a deleted contact is forgotten at ON24 in all its webinars, with a receipt', async ({ app }) => {
  const { contact, account, webinars, registrations } = await withContacts(app, { webinars: 2 })
  await goesForGood(app, contact, registrations)
  const receipt = await erased(app, contact)
  expect(receipt).toMatchObject({ contact, accounts: [{ ...account, state: 'done', erased: { registrants: 2 } }] })
  expect(receipt.accounts[0]?.reason).toBeUndefined()
  for (const webinar of webinars) expect(states(app, webinar)).toEqual(['forgotten'])
  expect(await noted(app, contact)).toEqual([])
  expect(await orders(app, contact)).toMatchObject([
    { outcome: 'done', orderedBy: 'dynamics' },
    { outcome: 'ordered', orderedBy: 'dynamics' },
  ])
})

test('a contact that comes back within a day is not erased', async ({ app }) => {
  const { contact, person, webinars, registrations } = await withContacts(app)
  await deleteContact(app, contact, registrations)
  await until(async () => expect((await noted(app, contact))[0]?.goneAt).toBeDefined())
  app.dataverse.insert('contact', { contactid: contact, ...person })
  await aDayPasses(app, contact)
  await app.host.run('sweep-timer')
  await until(async () => expect((await noted(app, contact))[0]?.goneAt).toBeUndefined())
  expect(await orders(app, contact)).toEqual([])
  expect(states(app, webinars[0])).toEqual(['deleted'])
})

test('an account that does not erase deleted contacts keeps nothing of them', async ({ app }) => {
  const { contact, webinars, registrations } = await withContacts(app, { settings: { wbc_erasedeleted: false } })
  await deleteContact(app, contact, registrations)
  await anHourPasses(app)
  await app.host.run('sweep-timer')
  expect(followed(app, contact).at(-1)).toBe('done')
  expect([await noted(app, contact, 'contact'), await orders(app, contact)]).toEqual([[], []])
  expect(states(app, webinars[0])).toEqual(['deleted'])
})

test('the sweep takes contacts from all records once an account erases them no longer', async ({ app }) => {
  const { contact, account, registrations, webinars } = await withContacts(app, { webinars: 2 })
  await app.host.run('sweep-timer')
  app.dataverse.remove('msevtmgt_eventregistration', registrations[0] ?? '')
  await until(async () => expect(await noted(app, contact)).toHaveLength(1))
  await until(async () => expect(await noted(app, contact, 'contact')).toHaveLength(2))
  app.dataverse.update('wbc_accountsettings', account.configuration, { wbc_erasedeleted: false })
  await app.host.run('sweep-timer')
  expect(await noted(app, contact, 'contact')).toEqual([])
  expect(states(app, webinars[1])).toEqual(['active'])
})

test('a contact that was merged into another is not erased, also when its row goes', async ({ app }) => {
  const { contact, webinars, registrations } = await withContacts(app)
  const master = app.contact({ emailaddress1: 'augusta@example.test' })
  const [registration = ''] = registrations
  app.dataverse.update('msevtmgt_eventregistration', registration, { msevtmgt_contactid: master })
  app.dataverse.update('contact', contact, { statecode: 1, statuscode: 2, masterid: master })
  await until(() => expect(states(app, webinars[0]).sort()).toEqual(['active', 'deleted']))
  await anHourPasses(app)
  await app.host.run('sweep-timer')
  await until(async () => expect([await noted(app, contact), await noted(app, master)]).toMatchObject([[], [{}]]))
  await deleteContact(app, contact, [])
  await until(() => expect(followed(app, contact).at(-1)).toBe('done'))
  expect(await orders(app, contact)).toEqual([])
  expect(states(app, webinars[0]).sort()).toEqual(['active', 'deleted'])
})

test('an address that somebody else is registered with stays, and the receipt says so', async ({ app }) => {
  const { contact, account, person, webinars, registrations } = await withContacts(app, { webinars: 2 })
  const other = app.contact({ firstname: 'Annabella', emailaddress1: person.emailaddress1 })
  const [mine = '', both = ''] = registrations
  const theirs = await joinAs(app, webinars[1], other)
  await goesForGood(app, contact, [mine, both])
  const receipt = await erased(app, contact)
  expect(receipt.accounts).toMatchObject([
    { ...account, state: 'refused', reason: expect.stringMatching(/^Another contact with registrations/) },
  ])
  expect(webinars.map((webinar) => states(app, webinar))).toEqual([['deleted'], ['active']])
  expect(app.row(theirs)?.msevtmgt_registrationstatus).toBe('Registered at ON24')
  expect(await noted(app, contact)).toEqual([])
})

test('a contact whose session registration stays behind is erased', async ({ app }) => {
  const { contact, account, webinars } = await withContacts(app, { kind: 'session' })
  await goesForGood(app, contact, [])
  expect((await erased(app, contact)).accounts).toMatchObject([
    { ...account, state: 'done', erased: { registrants: 1, records: 1 } },
  ])
  expect(states(app, webinars[0])).toEqual(['forgotten'])
  expect(await noted(app, contact, 'contact')).toEqual([])
})

test('an erasure of a deleted contact whose host is killed goes on', async ({ app }) => {
  const { contact, webinars, registrations } = await withContacts(app)
  const { promise: never } = Promise.withResolvers<undefined>()
  let calls = 0
  app.on24.na.injectFault(({ url }) => {
    calls += url.endsWith('/forget') ? 1 : 0
    return url.endsWith('/forget') ? never : undefined
  })
  await goesForGood(app, contact, registrations)
  await until(() => expect(calls).toBe(1))
  const gone = once(app.host.child, 'exit')
  app.host.child.kill('SIGKILL')
  await gone
  app.clearFaults()
  shiftClock(tenMinutes)
  await app.startHost({ port: Number(new URL(app.host.url).port), clockShift: tenMinutes })
  const receipt = await erased(app, contact)
  expect(receipt.accounts).toMatchObject([{ state: 'done', erased: { registrants: 1 } }])
  expect(states(app, webinars[0])).toEqual(['forgotten'])
  expect(await orders(app, contact)).toHaveLength(2)
})
